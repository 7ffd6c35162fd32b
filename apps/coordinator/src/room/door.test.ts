import { SpikefedError, type Device } from "@spikefed/protocol";
import { expect, test, vi } from "vitest";

import { Door, doorLimits } from "./door.ts";
import type { Link } from "./link.ts";

const device: Device = { kind: "cpu", label: "test", executor: "reference/cpu" };

function link(address: string): Link {
  return {
    ...{ id: address, address, room: null, role: null, client: null, closed: false },
    ...{ send: vi.fn(), listen: vi.fn(), close: vi.fn() },
  };
}

function closedDoor() {
  const write = vi.fn(() => Promise.resolve());
  const onChange = vi.fn();
  const saved = { inviteOnly: true, removed: [] };
  return { door: new Door({ file: { write }, saved, onChange }), write, onChange };
}

function knock(door: Door, from: Link, name?: string): string {
  try {
    door.knock(from, { name, device });
    return "in";
  } catch (error) {
    return error instanceof SpikefedError ? error.code : String(error);
  }
}

test("whoever knocks waits, is let in by the host, and may then have a place once", () => {
  const { door } = closedDoor();
  const a = link("192.0.2.1");
  expect(knock(door, a, "Ada")).toBe("room/waiting");
  expect(door.facts().waiting).toEqual([{ waiting: 1, name: "Ada", device }]);
  door.answer(1, true);
  expect(a.send).toHaveBeenCalledWith("door", { admitted: true });
  expect(knock(door, a, "Ada")).toBe("in");
  door.leave(a); // it has its place
  expect(knock(door, a, "Ada")).toBe("room/waiting");
});

test("an invitation is still good when the room had no place for the first try", () => {
  const { door } = closedDoor();
  const a = link("192.0.2.1");
  knock(door, a);
  door.answer(1, true);
  expect([knock(door, a), knock(door, a)]).toEqual(["in", "in"]); // the first found the room full
  expect(door.facts().waiting).toEqual([]);
});

test("who knocks again keeps its number; who goes is no longer there to be answered", () => {
  const { door } = closedDoor();
  const [a, b] = [link("192.0.2.1"), link("192.0.2.2")];
  for (const each of [a, b, a]) expect(knock(door, each)).toBe("room/waiting");
  expect(door.facts().waiting.map(({ waiting }) => waiting)).toEqual([1, 2]);
  door.leave(b);
  expect(() => door.answer(2, true)).toThrow("nobody waits at the door as number 2");
});

test("who is turned away is told so and cut off", () => {
  const { door } = closedDoor();
  const a = link("192.0.2.1");
  knock(door, a);
  door.answer(1, false);
  expect(a.send).toHaveBeenCalledWith("door", { admitted: false });
  expect(a.close).toHaveBeenCalled();
  expect(door.facts().waiting).toEqual([]);
});

test("opening the door lets in all who wait, and is on the disk before", async () => {
  const { door, write } = closedDoor();
  const waiting = [link("192.0.2.1"), link("192.0.2.2")];
  for (const each of waiting) knock(door, each);
  await door.setInviteOnly(false);
  expect(write).toHaveBeenCalledWith({ inviteOnly: false, removed: [] });
  for (const each of waiting) expect(each.send).toHaveBeenCalledWith("door", { admitted: true });
  expect(knock(door, link("192.0.2.3"))).toBe("in");
});

test("one address may have so many at the door, and never keeps others from it", () => {
  const { door } = closedDoor();
  const crowd = (address: string, count: number) =>
    Array.from({ length: count }, () => knock(door, link(address)));
  const { perAddress, inAll } = doorLimits;
  expect(new Set(crowd("192.0.2.66", perAddress))).toEqual(new Set(["room/waiting"]));
  expect(crowd("192.0.2.66", 1)).toEqual(["room/door-full"]);
  expect(crowd("192.0.2.7", 1)).toEqual(["room/waiting"]);
  expect(crowd("2001:db8::1", perAddress).at(-1)).toBe("room/waiting");
  expect(crowd("2001:db8::ffff", 1)).toEqual(["room/door-full"]);
  const left = inAll - door.facts().waiting.length;
  expect(crowd("127.0.0.1", left + 1).slice(-2)).toEqual(["room/waiting", "room/door-full"]);
});

test("a few networks that fill the door do not keep others from it", () => {
  const { door } = closedDoor();
  const { perAddress, inAll } = doorLimits;
  const crowd = Array.from({ length: inAll }, (_, i) =>
    link(`192.0.2.${Math.floor(i / perAddress)}`),
  );
  for (const each of crowd) knock(door, each);
  const other = link("198.51.100.1");
  expect(knock(door, other)).toBe("room/waiting");
  const ended = crowd.filter(({ close }) => vi.mocked(close).mock.calls.length > 0);
  expect(ended).toEqual([crowd[perAddress - 1]]);
  expect(crowd[perAddress - 1]!.send).not.toHaveBeenCalled(); // the host has not answered
  const waiting = door.facts().waiting;
  expect(waiting).toHaveLength(inAll);
  expect(waiting.at(-1)).toMatchObject({ waiting: inAll + 1 });
  expect(knock(door, link("192.0.2.1"))).toBe("room/door-full");
});

test("a door that is full of single ones is full", () => {
  const { door } = closedDoor();
  for (let i = 0; i < doorLimits.inAll; i++) knock(door, link(`192.0.2.${i}`));
  expect(knock(door, link("198.51.100.1"))).toBe("room/door-full");
});

test("a removed volunteer is known once that is on the disk", async () => {
  const { door, write } = closedDoor();
  write.mockRejectedValueOnce(new Error("disk full"));
  await expect(door.remove("client-1")).rejects.toThrow("disk full");
  expect(door.isRemoved("client-1")).toBe(false);
  await door.remove("client-1");
  expect(door.isRemoved("client-1")).toBe(true);
});

test("two who are removed at once, and a door that is closed meanwhile, are all on the disk", async () => {
  const { door, write } = closedDoor();
  await Promise.all([door.remove("a"), door.setInviteOnly(false), door.remove("b")]);
  expect(write).toHaveBeenLastCalledWith({ inviteOnly: false, removed: ["a", "b"] });
  expect([door.isRemoved("a"), door.isRemoved("b"), door.inviteOnly]).toEqual([true, true, false]);
});

test("when the room ends all who wait are sent in, to hear of it, and are not cut off", () => {
  const { door } = closedDoor();
  const [a, b] = [link("192.0.2.1"), link("192.0.2.2")];
  for (const each of [a, b]) knock(door, each);
  door.release();
  for (const each of [a, b]) expect(each.send).toHaveBeenCalledWith("door", { admitted: true });
  expect(a.close).not.toHaveBeenCalled();
});
