// The curves that the documents show: complete, and alike.

import { readdir, readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { type Curve, judgeCurves } from "./bands.ts";
import { type Curves, readCurves } from "./curve-file.ts";

const docs = new URL("../../../../docs/", import.meta.url);
const names = (await readdir(docs)).filter((name) => /^curves-.*\.csv$/.test(name));
const files = new Map<string, Curves>();
for (const name of names) files.set(name, readCurves(await readFile(new URL(name, docs), "utf8")));

/** `preset,batch` of a curve that the engine or the reference trained. */
const parted = (key: string) => /^(.*),(engine|reference)\/(.*)$/.exec(key)!.slice(1);

/** The reference's curves of the same training: of the same adapter, else of another. */
function referenceOf(file: Curves, training: string): Curve[] {
  for (const curves of [file, ...files.values()]) {
    for (const [key, own] of curves) {
      const [other, executor] = parted(key);
      if (executor === "reference" && other === training) return own;
    }
  }
  throw new Error(`no file has curves of the reference for ${training}`);
}

test("there are curves to judge", () => {
  expect(names).not.toEqual([]);
});

test.each(names)(
  "%s has 300 steps of three seeds, and each engine learns as the reference",
  (name) => {
    const file = files.get(name)!;
    for (const [key, own] of file) {
      expect(
        own.map(({ seed, losses }) => [seed, losses.length]),
        key,
      ).toEqual([1, 2, 3].map((seed) => [seed, 300]));
      const [training, executor] = parted(key);
      if (executor !== "engine") continue;
      expect(judgeCurves(own, referenceOf(file, training!)).failures, key).toEqual([]);
    }
  },
);
