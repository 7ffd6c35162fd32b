// PyTorch's answers for the self-test, served by the coordinator like every other file of the page.

import { type GoldenCase, readGoldenCase } from "@spikefed/volunteer";
import { fetchBytes } from "./fetch-bytes.ts";

/** Written out, so that the bundler sees each file. */
const files = {
  "runs-t4": new URL("../../../../fixtures/golden/runs-t4.safetensors", import.meta.url),
  "spikes-t20": new URL("../../../../fixtures/golden/spikes-t20.safetensors", import.meta.url),
};

export function fetchGoldenCases(): Promise<GoldenCase[]> {
  const read = async ([name, { href }]: [string, URL]) =>
    readGoldenCase(name, await fetchBytes(href, () => undefined));
  return Promise.all(Object.entries(files).map(read));
}
