// What somebody on a page without https can do: which address to open, or what to send to the host.

export type SecureAddress =
  /** This server is reached by https there. */
  | { kind: "open"; address: string }
  /** The host has to start it so; then it is there. */
  | { kind: "ask"; address: string; forHost: string };

/**
 * @param here the page's own address
 * @param origin where others reach this server, as `GET /api/access` tells it
 */
export function secureAddress(
  here: Pick<Location, "host" | "pathname">,
  origin: string | null,
): SecureAddress {
  if (origin?.startsWith("https:")) return { kind: "open", address: `${origin}${here.pathname}` };
  const address = `https://${here.host}${here.pathname}`;
  return { kind: "ask", address, forHost: `npm start -- --https\n${address}` };
}
