// HTTP GET for Node, with the trust that the person has given: `fetch` takes none.

import { get as getPlain, type IncomingMessage } from "node:http";
import { get as getSecure, type Agent } from "node:https";

export interface GetOptions {
  /** Whom to trust; null: the authorities that Node knows. */
  trust?: Agent | null;
  /** Time for the whole answer; a body that comes later is cut off. */
  timeoutMs?: number;
}

/** Resolves when the answer begins; its body is read by whoever asked. */
export function httpGet(
  url: string,
  { trust, timeoutMs }: GetOptions = {},
): Promise<IncomingMessage> {
  const isSecure = url.startsWith("https:");
  const open = isSecure ? getSecure : getPlain;
  const signal = timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) };
  const options = { ...signal, ...(isSecure && trust ? { agent: trust } : {}) };
  return new Promise((resolve, reject) => {
    open(url, options, resolve).on("error", reject);
  });
}
