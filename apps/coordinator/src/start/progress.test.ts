import { expect, test } from "vitest";

import { describe, progressLine } from "./progress.ts";

function screen(isTTY: boolean) {
  let nowMs = 0;
  const texts: string[] = [];
  const write = (text: string) => texts.push(text);
  const line = progressLine("cifar10", { write, isTTY }, () => nowMs);
  const tick = (ms: number, done: number) => {
    nowMs += ms;
    line.onProgress({ step: "fetch", done, total: 100e6 });
  };
  return { texts, line, tick };
}

test("a terminal gets one line that changes, and it is cleared in the end", () => {
  const { texts, line, tick } = screen(true);
  for (let i = 0; i < 100; i++) tick(10, i * 1e6);
  line.end();
  expect(texts.length).toBeLessThan(13);
  expect(texts.every((text) => text.startsWith("\r\x1b[2K"))).toBe(true);
  expect(texts.at(-1)).toBe("\r\x1b[2K");
});

test("a file gets a line every few seconds", () => {
  const { texts, tick } = screen(false);
  for (let i = 0; i < 100; i++) tick(100, i * 1e6);
  expect(texts.length).toBe(3);
  expect(texts[0]).toMatch(/^cifar10: fetching \[#+-+\] \d+ % \(\d+\.\d MB of 100\.0 MB\)\n$/);
});

test("an unknown total has no bar", () => {
  expect(describe({ step: "fetch", done: 2.5e6, total: null })).toBe("fetching 2.5 MB");
  expect(describe({ step: "decode", done: 5, total: 10 })).toContain("50 % (5 pictures of 10)");
});
