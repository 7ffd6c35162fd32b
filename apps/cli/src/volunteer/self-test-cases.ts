// PyTorch's answers for the self-test, as they come with the project.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { type GoldenCase, readGoldenCase, SELF_TEST_CASES } from "@spikefed/volunteer";

const folder = new URL("../../../../fixtures/golden/", import.meta.url);

export async function selfTestCases(): Promise<GoldenCase[]> {
  const files = SELF_TEST_CASES.map((name) =>
    fileURLToPath(new URL(`${name}.safetensors`, folder)),
  );
  return Promise.all(files.map(async (file) => readGoldenCase(file, await readFile(file))));
}
