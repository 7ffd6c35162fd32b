import { createRandom } from "@spikefed/fl-core";
import { expect, test } from "vitest";

import { crashStates } from "./crash-states.ts";
import { DiskModel } from "./disk-model.ts";
import type { TraceEntry } from "./trace.ts";

type Call = TraceEntry extends infer E ? (E extends TraceEntry ? Omit<E, "atMs"> : never) : never;

const data = (text: string) => Buffer.from(text).toString("base64");
const make = (id: string, path: string): Call => ({
  ...{ op: "open", id, path, created: true, cut: true, append: false },
});
const write = (id: string, text: string): Call => ({ op: "write", id, at: null, data: data(text) });
const flush = (id: string): Call[] => [
  { op: "sync-begin", call: `f${id}`, id },
  { op: "sync-end", call: `f${id}` },
];
const flushFolder: Call[] = [
  { op: "sync-begin", call: "folder", folder: "" },
  { op: "sync-end", call: "folder" },
];
const move: Call = { op: "rename", path: "new.tmp", to: "file" };

/** "file" holds "old" for certain; then these calls: what "file" may hold afterwards. */
function mayHold(...calls: Call[]): Set<string> {
  const disk = new DiskModel();
  const before = [make("1", "file"), write("1", "old"), ...flush("1"), ...flushFolder];
  for (const call of [...before, ...calls]) disk.take({ atMs: 0, ...call });
  const held = new Set<string>();
  for (const { files } of crashStates(disk, 500, createRandom(1))) {
    const bytes = files.get("file");
    held.add(bytes === undefined ? "(none)" : Buffer.from(bytes).toString());
  }
  return held;
}

const beside = [make("2", "new.tmp"), write("2", "young")];

test("written beside, flushed, renamed, folder flushed: old or new, at the end new", () => {
  expect(mayHold(...beside)).toEqual(new Set(["old"]));
  expect(mayHold(...beside, ...flush("2"))).toEqual(new Set(["old"]));
  const renamed = mayHold(...beside, ...flush("2"), move);
  expect([...renamed].sort()).toEqual(["old", "young"]);
  expect(mayHold(...beside, ...flush("2"), move, ...flushFolder)).toEqual(new Set(["young"]));
});

test("without the flush before the rename a torn file may have the name", () => {
  const held = mayHold(...beside, move, ...flushFolder);
  expect(held).toContain("");
  expect([...held].some((text) => text.startsWith("y") && text !== "young")).toBe(true);
});

test("a file that is written in place may be torn until it is flushed", () => {
  const again: Call = { ...make("3", "file"), created: false } as Call;
  const held = mayHold(again, write("3", "young"));
  expect(held).toContain("old");
  expect(held).toContain("");
  expect(mayHold(again, write("3", "young"), ...flush("3"))).toEqual(new Set(["young"]));
});

test("a flush makes certain only what was written before it began", () => {
  const [begin, end] = flush("4") as [Call, Call];
  const held = mayHold(make("4", "a"), write("4", "a"), begin, move, end);
  expect(held).toEqual(new Set(["old"]));
  const append: Call = { ...make("5", "file"), created: false, cut: false, append: true } as Call;
  const [begin5, end5] = flush("5") as [Call, Call];
  const late = mayHold(append, write("5", "er"), begin5, write("5", "!!"), end5);
  expect(late).toContain("older");
  expect(late).toContain("older!!");
  expect([...late].every((text) => text.startsWith("older"))).toBe(true);
});

test("a file in a folder that has no certain name may be gone with it", () => {
  const folder: Call = { op: "mkdir", path: "run" };
  const disk = new DiskModel();
  for (const call of [folder, make("6", "run/log"), write("6", "x"), ...flush("6")]) {
    disk.take({ atMs: 0, ...call });
  }
  const states = [...crashStates(disk, 10, createRandom(1))];
  expect(states.some(({ files }) => files.size === 0)).toBe(true);
  expect(states.some(({ files }) => files.has("run/log"))).toBe(true);
});
