// Who may open a connection: pages of this server, and programs, which send no Origin. A page of
// another site must not reach a coordinator on its reader's network.

/** @param origin the Origin header; @param host the Host header */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  if (!host || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (url.protocol === "http:" || url.protocol === "https:") && url.host === host.toLowerCase();
}
