import { expect, test } from "vitest";

import { addressOf, isThisMachine, networkOf } from "./address.ts";

test.each([
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::FFFF:192.0.2.7", "192.0.2.7"],
  ["fe80::1%eth0", "fe80::1"],
  [undefined, ""],
])("%s is compared as %s", (remote, address) => {
  expect(addressOf(remote)).toBe(address);
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
  ["2001:db8::6", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::6", "fe80::6"],
])("%s belongs to %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("this machine is loopback itself, nothing beside it", () => {
  const all = ["127.0.0.1", "::1", "127.0.0.2", "10.0.0.1", "", "::2"];
  expect(all.filter(isThisMachine)).toEqual(["127.0.0.1", "::1"]);
});
