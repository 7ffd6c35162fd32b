import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keptShapes } from "./kept-shapes.ts";
import { shapesDataset } from "./shapes-dataset.ts";
import { printOf, withFolder } from "./testing/made-up-data.ts";

const drawn = printOf(shapesDataset("no network"));

test("Drawn shapes are kept, and read back as they were drawn.", () =>
  withFolder(async (cacheDir) => {
    expect(printOf(await keptShapes(cacheDir, "no network"))).toEqual(drawn);
    const [name = ""] = await readdir(join(cacheDir, "shapes"));
    const file = join(cacheDir, "shapes", name);
    const kept = await readFile(file);
    expect(printOf(await keptShapes(cacheDir, "no network"))).toEqual(drawn);
    kept[20_000] = (kept[20_000] ?? 0) ^ 1;
    await writeFile(file, kept);
    expect(printOf(await keptShapes(cacheDir, "no network"))).toEqual(drawn);
    expect((await readFile(file)).equals(kept)).toBe(false);
  }));

test("Where nothing can be kept they are drawn.", () =>
  withFolder(async (cacheDir) => {
    const taken = join(cacheDir, "a file");
    await writeFile(taken, "");
    expect(printOf(await keptShapes(taken, "no network"))).toEqual(drawn);
  }));
