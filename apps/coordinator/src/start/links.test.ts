import type { NetworkInterfaceInfo } from "node:os";

import { expect, test } from "vitest";

import { lanAddress, linksText } from "./links.ts";

const at = (address: string, internal = false) =>
  [{ address, internal, family: "IPv4" }] as NetworkInterfaceInfo[];

test("the address for others is on a real network", () => {
  const all = { lo: at("127.0.0.1", true), docker0: at("172.17.0.1"), wlan0: at("192.168.1.7") };
  expect(lanAddress("0.0.0.0", all)).toBe("192.168.1.7");
  expect(lanAddress("0.0.0.0", { lo: all.lo })).toBeNull();
  expect(lanAddress("127.0.0.1", all)).toBeNull();
  expect(lanAddress("10.0.0.5", all)).toBe("10.0.0.5");
});

const input = { port: 8787, code: "BCDF", hostKey: "k".repeat(32), lanAddress: "192.168.1.7" };
const photos = { source: "CIFAR-10", procedural: false };
const shapes = { source: "drawn shapes (CIFAR-10 could not be fetched)", procedural: true };

test("each link is printed, with the code of the room and a QR code", () => {
  const text = linksText({ ...input, dataset: photos });
  expect(text).toContain("http://localhost:8787/j/BCDF");
  expect(text).toContain("http://192.168.1.7:8787/j/BCDF");
  expect(text).toContain(`http://localhost:8787/host#key=${input.hostKey}`);
  expect(text).toContain("http://localhost:8787/show");
  expect(text).toMatch(/[█▀▄]{5}/);
  expect(text).toContain("WebGPU only to localhost");
  expect(text).not.toContain("shapes");
});

test("drawn pictures are called so", () => {
  const text = linksText({ ...input, lanAddress: null, dataset: shapes });
  expect(text).toContain("The pictures are drawn shapes, not photographs.");
  expect(text).toContain("CIFAR-10 could not be fetched");
});
