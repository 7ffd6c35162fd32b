// docs/wire.md: the bytes in its table are those of an update.

import { readFileSync } from "node:fs";

import { encodeUpdate } from "@spikefed/fl-core";
import type { UpdateEncoding } from "@spikefed/protocol";
import { preset, stateLayout } from "@spikefed/snn-core";
import { expect, test } from "vitest";

const document = readFileSync(new URL("../../../docs/wire.md", import.meta.url), "utf8");
const table = document.split("<!-- bytes")[1]!.split("<!-- end of bytes")[0]!;
const lines = table.split("\n").filter((line) => line.startsWith("|"));
const [names = [], , ...rows] = lines.map((line) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim()),
);

const encodings: Record<string, UpdateEncoding> = {
  float32: { kind: "float32" },
  float16: { kind: "float16" },
  int8: { kind: "int8" },
  "top-k, 10 %": { kind: "top-k", share: 0.1 },
  "top-k, 1 %": { kind: "top-k", share: 0.01 },
};

test.each(names.slice(1))("an update of %s has these bytes in each encoding", (name) => {
  const { entries: layout, length } = stateLayout(preset(name, 10));
  const nothing = new Float32Array(length);
  const local = { layout, before: nothing, after: nothing, seed: 1, remainder: null };
  const column = names.indexOf(name);
  const told = Object.fromEntries(rows.map((row) => [row[0], row[column]]));
  const real = Object.entries(encodings).map(([kind, encoding]) => {
    const bytes = encodeUpdate({ ...local, encoding }).bytes.length;
    return [kind, bytes.toLocaleString("en")];
  });
  expect(told).toEqual(Object.fromEntries(real));
});
