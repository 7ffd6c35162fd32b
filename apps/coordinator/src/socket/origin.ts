// Who may open a connection: pages of this server, and programs, which send no Origin. A page of
// another site must not reach a coordinator on its reader's network.

import type { IncomingMessage } from "node:http";

/** @param origin the Origin header; @param host the Host header */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  if (!host || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (url.protocol === "http:" || url.protocol === "https:") && url.host === host.toLowerCase();
}

/**
 * A request of Socket.IO's, the first or a later one. JSONP is refused: a script tag of another site
 * sends no Origin, and could read the answers.
 */
export function isOwnRequest({
  url = "",
  headers,
}: Pick<IncomingMessage, "url" | "headers">): boolean {
  const isJsonp = new URL(url, "http://any").searchParams.has("j");
  return !isJsonp && isOwnOrigin(headers.origin, headers.host);
}
