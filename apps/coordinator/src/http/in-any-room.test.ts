// A room that cannot read its copy keeps no other room's people from theirs.

import { expect, test } from "vitest";

import type { Room } from "../room/room.ts";
import { inAnyRoom } from "./in-any-room.ts";

const [broken, empty, good] = ["broken", "empty", "good"] as unknown as Room[];

function find(room: Room): Promise<string | null> {
  if (room === broken) return Promise.reject(new Error("cannot be read"));
  return Promise.resolve(room === good ? "bytes" : null);
}

test("what one room cannot read, the next one gives", async () => {
  expect(await inAnyRoom([broken!, empty!, good!], find)).toBe("bytes");
});

test("what no other room has is told as unreadable, not as missing", async () => {
  await expect(inAnyRoom([empty!, broken!], find)).rejects.toThrow("cannot be read");
  expect(await inAnyRoom([empty!], find)).toBeNull();
});
