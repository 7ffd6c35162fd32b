import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { explainPictures, picturesFile } from "./explain-pictures.mjs";

test("the article's pictures are those that the drawing of today draws", async () => {
  expect(new Uint8Array(await readFile(picturesFile))).toEqual(explainPictures());
});
