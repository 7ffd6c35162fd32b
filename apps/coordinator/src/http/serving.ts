// How this server is reached: by TLS of its own, through proxies, under which address.

import { MAX_CONNECTIONS } from "../socket/limits.ts";
import { Proxies } from "../socket/proxies.ts";
import type { Certificate } from "../tls/certificate.ts";

export interface Serving {
  /** Null: plain HTTP, for this machine or behind a proxy. */
  certificate: Certificate | null;
  /** Whose word on an address counts. */
  proxies: Proxies;
  /** Where a proxy or tunnel shows it, as an origin; null: nowhere else. */
  publicOrigin: string | null;
  /** Socket.IO connections that may be open at once. */
  connections: number;
}

/** Plain HTTP, and nobody in between. */
export const direct: Serving = {
  ...{ certificate: null, proxies: new Proxies(), publicOrigin: null },
  connections: MAX_CONNECTIONS,
};
