import { expect, test } from "vitest";

import { mapSideBySide } from "./side-by-side.ts";

test("so many are under way, the next one begins when one ends, results are in the items' order", async () => {
  const seen: string[] = [];
  const endings = new Map<string, () => void>();
  const run = async (name: string) => {
    seen.push(name);
    await new Promise<void>((resolve) => endings.set(name, resolve));
    return name.toUpperCase();
  };
  const results = mapSideBySide(["a", "b", "c", "d"], 2, run);
  for (const name of ["b", "c", "a", "d"]) {
    seen.push(`${name} ends`);
    endings.get(name)!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(seen).toEqual(["a", "b", "b ends", "c", "c ends", "d", "a ends", "d ends"]);
  expect(await results).toEqual(["A", "B", "C", "D"]);
});

test("one that fails is the failure of all", async () => {
  const run = (n: number) => (n === 2 ? Promise.reject(new Error("no")) : Promise.resolve(n));
  await expect(mapSideBySide([1, 2, 3], 1, run)).rejects.toThrow("no");
});
