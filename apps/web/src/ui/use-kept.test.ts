import { h } from "preact";
import { expect, test } from "vitest";
import { keptElements } from "./use-kept.ts";

test("an element of a list stays the same until it shows something else", () => {
  const keep = keptElements();
  const cell = (key: string, text: string) => keep(key, text, () => h("td", null, text));
  const [speed, loss] = [cell("speed", "7 a second"), cell("loss", "1.62")];
  expect(cell("speed", "7 a second")).toBe(speed);
  const faster = cell("speed", "8 a second");
  expect(faster).not.toBe(speed);
  expect(cell("speed", "8 a second")).toBe(faster);
  expect(cell("loss", "1.62")).toBe(loss);
});

test("not all that a long run showed is kept", () => {
  const keep = keptElements();
  const line = (seq: number) => keep(`line ${seq}`, "", () => h("li", null, seq));
  const [first, ...others] = Array.from({ length: 2_001 }, (_, seq) => line(seq));
  expect(line(2_000)).toBe(others.at(-1));
  expect(line(0)).not.toBe(first);
});
