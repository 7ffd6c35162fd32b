// Who may open a connection: pages of this server, and programs, which send no Origin. A page of
// another site must not reach a coordinator on its reader's network.

import type { IncomingMessage } from "node:http";

export interface OwnAddress {
  /** Where a proxy or tunnel shows this server, as an origin; null: nowhere else. */
  publicOrigin: string | null;
  /** The connection itself is TLS, so a page of the same address without is not ours. */
  isTls: boolean;
}

const plain: OwnAddress = { publicOrigin: null, isTls: false };

/** @param origin the Origin header; @param host the Host header */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  { publicOrigin, isTls }: OwnAddress = plain,
): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (publicOrigin !== null && url.origin === publicOrigin) return true;
  const isWeb = url.protocol === "https:" || (url.protocol === "http:" && !isTls);
  return isWeb && host !== undefined && url.host === host.toLowerCase();
}

/**
 * A request of Socket.IO's, the first or a later one. JSONP is refused: a script tag of another site
 * sends no Origin, and could read the answers.
 */
export function isOwnRequest(
  { url = "", headers }: Pick<IncomingMessage, "url" | "headers">,
  own: OwnAddress = plain,
): boolean {
  const isJsonp = new URL(url, "http://any").searchParams.has("j");
  return !isJsonp && isOwnOrigin(headers.origin, headers.host, own);
}
