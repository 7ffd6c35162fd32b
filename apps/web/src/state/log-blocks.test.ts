import type { LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";
import { BLOCK, blocksOf, blockText, newestBlocks } from "./log-blocks.ts";

const line = (seq: number, atMs = 1000 + seq): LogEvent => ({ type: "resumed", seq, atMs });
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => line(from + index));
const seqs = (blocks: ReturnType<typeof blocksOf>) =>
  blocks.map(({ block, events }) => [block, ...events.map(({ seq }) => seq)]);

test("a line has its block by its number, wherever the log is cut", () => {
  expect(seqs(blocksOf(lines(8, 22)))).toEqual([
    [0, 8, 9],
    [1, ...Array.from({ length: BLOCK }, (_, index) => BLOCK + index)],
    [2, 20, 21],
  ]);
  expect(blocksOf([])).toEqual([]);
});

test("the oldest block goes as a whole, not line by line", () => {
  const first = (length: number) => newestBlocks(lines(0, length), 20)[0]?.events[0]?.seq;
  expect([20, 21, 29, 30, 31].map(first)).toEqual([0, 10, 10, 10, 20]);
  const shown = (length: number) => newestBlocks(lines(0, length), 20).flatMap((b) => b.events);
  expect([7, 20, 21, 29, 30].map((length) => shown(length).length)).toEqual([7, 20, 11, 19, 20]);
  expect(shown(29).at(-1)?.seq).toBe(28);
});

test("a log that is shorter than what is shown is shown from its first line on", () => {
  expect(seqs(newestBlocks(lines(3, 12), 20))).toEqual([
    [0, 3, 4, 5, 6, 7, 8, 9],
    [1, 10, 11],
  ]);
});

test("the text of a block is another when a line comes, and in another run", () => {
  const text = (events: LogEvent[]) => blockText({ block: 1, events });
  expect(text(lines(10, 13))).toBe(text(lines(10, 13)));
  expect(text(lines(10, 14))).not.toBe(text(lines(10, 13)));
  const atOnce = [line(10, 5), line(11, 5)];
  expect(text(atOnce)).not.toBe(text(atOnce.slice(0, 1)));
  const other = lines(10, 13).map(({ seq }) => line(seq, 90_000 + seq));
  expect(text(other)).not.toBe(text(lines(10, 13)));
});
