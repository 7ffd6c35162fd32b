// Under which names and addresses others reach this machine: what its certificate has to name.

import { hostname, networkInterfaces } from "node:os";
import { isIP } from "node:net";

export interface Subjects {
  names: readonly string[];
  /** IPv4 and IPv6. */
  addresses: readonly string[];
}

export const NOTHING: Subjects = { names: [], addresses: [] };

/** What a certificate can hold of a name (RFC 1123). */
const NAME =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * @param more names and addresses that were given: where it listens, where it is reached
 */
export function machineNames(
  more: readonly string[],
  host = hostname(),
  interfaces = networkInterfaces(),
): Subjects {
  const own = host.toLowerCase();
  const given = more.filter((each) => isIP(each) === 0).map((each) => each.toLowerCase());
  const names = ["localhost", own, ...(own.includes(".") ? [] : [`${own}.local`]), ...given];
  const found = Object.values(interfaces).flatMap((list) =>
    (list ?? []).map(({ address }) => address),
  );
  const addresses = ["127.0.0.1", "::1", ...found, ...more].filter(
    (each) => isIP(each) !== 0 && !isNowhere(each),
  );
  return {
    names: [...new Set(names.filter((name) => NAME.test(name)))],
    addresses: [...new Set(addresses)],
  };
}

/** "All addresses", and those that mean something on one link alone. */
function isNowhere(address: string): boolean {
  return address === "0.0.0.0" || address === "::" || address.toLowerCase().startsWith("fe80");
}
