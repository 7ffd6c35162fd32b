import fc from "fast-check";
import { expect, test } from "vitest";

import { Proxies } from "./proxies.ts";

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { "x-forwarded-for": forwarded } }) as never;

const proxies = new Proxies(["loopback", "10.0.0.0/8"]);

test.each([
  ["nobody is in between", "192.0.2.7", undefined, "192.0.2.7"],
  ["a stranger writes the header", "192.0.2.7", "203.0.113.1", "192.0.2.7"],
  ["a stranger pretends to be this machine", "192.0.2.7", "127.0.0.1", "192.0.2.7"],
  ["one proxy", "127.0.0.1", "203.0.113.1", "203.0.113.1"],
  [
    "one proxy, which added to what a stranger wrote",
    "::1",
    "127.0.0.1, 203.0.113.1",
    "203.0.113.1",
  ],
  ["two proxies", "::ffff:127.0.0.1", "203.0.113.1, 10.1.1.1", "203.0.113.1"],
  ["a proxy that speaks for itself", "127.0.0.1", undefined, "127.0.0.1"],
  ["a browser on this machine", "127.0.0.1", "127.0.0.1", "127.0.0.1"],
  [
    "a client in a trusted network, who pretends to be this machine",
    "10.0.0.5",
    "127.0.0.1, 10.1.2.3",
    "10.1.2.3",
  ],
  ["a client beside the proxy, who pretends the same", "10.0.0.5", "::1", "10.0.0.5"],
  [
    "a proxy behind another one on its own machine",
    "10.0.0.5",
    "203.0.113.1, 127.0.0.1",
    "203.0.113.1",
  ],
  ["IPv6", "127.0.0.1", "2001:DB8::1", "2001:db8::1"],
  ["IPv6 and a port", "127.0.0.1", "[2001:db8::1]:443", "2001:db8::1"],
  ["IPv4 and a port", "127.0.0.1", "203.0.113.1:443", "203.0.113.1"],
  ["IPv4 inside IPv6", "127.0.0.1", "::ffff:203.0.113.1", "203.0.113.1"],
  ["nothing readable", "127.0.0.1", "203.0.113.1, unknown", "unreadable"],
])("%s", (_, remote, forwarded, address) => {
  expect(proxies.addressOf(from(remote, forwarded))).toBe(address);
});

test("without a trusted proxy the header says nothing, from wherever it comes", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.string(), (remote, forwarded) => {
      expect(new Proxies().addressOf(from(remote, forwarded))).toBe(remote);
    }),
  );
});

test("whatever a stranger writes before it, the proxy's own entry decides", () => {
  fc.assert(
    fc.property(fc.string(), (written) => {
      expect(proxies.addressOf(from("127.0.0.1", `${written},203.0.113.1`))).toBe("203.0.113.1");
    }),
  );
});
