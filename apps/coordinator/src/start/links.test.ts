import type { NetworkInterfaceInfo } from "node:os";

import type { RoomPhase } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { lanAddress, linksText, originsOf } from "./links.ts";

const at = (address: string, internal = false) =>
  [{ address, internal, family: "IPv4" }] as NetworkInterfaceInfo[];

test("the address for others is on a real network", () => {
  const all = { lo: at("127.0.0.1", true), docker0: at("172.17.0.1"), wlan0: at("192.168.1.7") };
  expect(lanAddress("0.0.0.0", all)).toBe("192.168.1.7");
  expect(lanAddress("0.0.0.0", { lo: all.lo })).toBeNull();
  expect(lanAddress("127.0.0.1", all)).toBeNull();
  expect(lanAddress("10.0.0.5", all)).toBe("10.0.0.5");
});

const room = { name: "1", code: "BCDF", hostKey: "k".repeat(32), phase: "lobby" as const };
const input = { port: 8787, rooms: [room], lanAddress: "192.168.1.7" };
const photos = { source: "CIFAR-10", procedural: false };
const shapes = { source: "drawn shapes (CIFAR-10 could not be fetched)", procedural: true };

test("each link is printed, with the code of the room and a QR code", () => {
  const text = linksText({ ...input, dataset: photos });
  expect(text).toContain("http://localhost:8787/j/BCDF");
  expect(text).toContain("http://192.168.1.7:8787/j/BCDF");
  expect(text).toContain(`http://localhost:8787/host#key=${room.hostKey}`);
  expect(text).toContain("http://localhost:8787/show");
  expect(text).toMatch(/[█▀▄]{5}/);
  expect(text).toContain("WebGPU only to localhost");
  expect(text).not.toContain("shapes");
});

test("each link of several rooms names its room", () => {
  const second = { ...room, name: "2", code: "GHJK", hostKey: "q".repeat(32) };
  const text = linksText({ ...input, rooms: [room, second], dataset: photos });
  const lines = text.split("\n").map((line) => line.trim().replace(/ +/g, " "));
  const linksOf = (name: string) => lines.slice(lines.indexOf(`Room ${name}`) + 1).slice(0, 4);
  for (const { name, code, hostKey } of [room, second]) {
    expect(linksOf(name)).toEqual([
      `Join http://localhost:8787/j/${code}`,
      `from others http://192.168.1.7:8787/j/${code}`,
      `Host http://localhost:8787/host/${code}#key=${hostKey}`,
      `Show http://localhost:8787/show/${code}`,
    ]);
  }
});

test("what to do next is what the run needs", () => {
  const told = (phase: RoomPhase) =>
    linksText({ ...input, rooms: [{ ...room, phase }], dataset: photos });
  expect(told("lobby")).toContain("press Join in each, then press Start");
  for (const phase of ["selecting", "training", "aggregating", "evaluating"] as const) {
    expect(told(phase)).toContain("  The run goes on where it was: tabs that are open come back");
    expect(told(phase)).not.toMatch(/press (Join|Start)/);
  }
  expect(told("paused")).toContain("press Resume on the host page");
  expect(told("done")).toContain("The last run is over: set up another one on the host page.");
});

test("of rooms that are not at the same point it says what to do in which", () => {
  const phases = ["training", "lobby", "training"] as const;
  const rooms = phases.map((phase, index) => ({ ...room, name: String(index + 1), phase }));
  const text = linksText({ ...input, rooms, dataset: photos });
  expect(text).toContain("\n  Room 1, 3: The run goes on");
  expect(text).toContain("\n  Room 2: Open the join link");
});

test("drawn pictures are called so", () => {
  const text = linksText({ ...input, lanAddress: null, dataset: shapes });
  expect(text).toContain("The pictures are drawn shapes, not photographs.");
  expect(text).toContain("CIFAR-10 could not be fetched");
});

test("with https every link is, and the fingerprint is there to be compared", () => {
  const certificate = { fingerprint: "AB:CD", isSelfSigned: true };
  const text = linksText({ ...input, dataset: photos, certificate });
  expect(text).toContain("https://localhost:8787/j/BCDF");
  expect(text).toContain("https://192.168.1.7:8787/j/BCDF");
  expect(text).not.toContain("http://");
  expect(text).toContain("SHA-256 AB:CD");
  expect(text).toContain("https://192.168.1.7:8787/trust");
  const known = linksText({
    ...input,
    dataset: photos,
    certificate: { ...certificate, isSelfSigned: false },
  });
  expect([known.includes("AB:CD"), known.includes("/trust")]).toEqual([true, false]);
});

test("a public address is the one for others, whatever this machine's own are", () => {
  const publicOrigin = "https://fed.example.org";
  const text = linksText({ ...input, dataset: photos, publicOrigin });
  expect(text).toContain("https://fed.example.org/j/BCDF");
  expect(text).not.toContain("192.168.1.7");
  expect(text).not.toContain("WebGPU only");
  expect(linksText({ ...input, lanAddress: null, dataset: photos, publicOrigin })).toContain(
    "from others    https://fed.example.org",
  );
});

test("an IPv6 address stands in brackets", () => {
  expect(originsOf({ ...input, lanAddress: "2001:db8::1" }).far).toBe("http://[2001:db8::1]:8787");
});
