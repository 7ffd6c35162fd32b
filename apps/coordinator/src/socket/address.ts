// Where a connection comes from. Limits by address never concern this machine: what runs here can do
// as it likes anyway, and a proxy on it speaks for many.

/** The address as it is compared: an IPv4 address inside IPv6 is the IPv4 one. */
export function addressOf(remote: string | undefined): string {
  const address = (remote ?? "").toLowerCase().split("%")[0] ?? "";
  return address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
}

/** Only the two names of loopback itself: the rest of 127/8 are strangers, which tests can play. */
export function isThisMachine(address: string): boolean {
  return address === "127.0.0.1" || address === "::1";
}

/**
 * What one subscriber holds: of IPv6 a /64, since each device there can have any number of addresses.
 * Devices on one link (fe80) are told apart.
 */
export function networkOf(address: string): string {
  if (!address.includes(":") || address.startsWith("fe80")) return address;
  const [head = "", tail] = address.split("::");
  const groups = (part: string) => part.split(":").filter((group) => group !== "");
  const [left, right] = [groups(head), groups(tail ?? "")];
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const all = tail === undefined ? left : [...left, ...zeros, ...right];
  return `${all.slice(0, 4).join(":")}::/64`;
}
