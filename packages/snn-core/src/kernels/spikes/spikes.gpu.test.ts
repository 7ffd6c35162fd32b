import { beforeAll, expect, test } from "vitest";

import { onGpu, randomSpikes, relativeError, useTestGpu } from "../../testing/gpu.ts";
import { countSpikesReference, poolSpikesReference } from "./spikes.ref.ts";
import { countSpikes, poolSpikes } from "./spikes.ts";

beforeAll(useTestGpu);

test.each([
  [4, 2, 8, 8, 4, 2],
  [20, 1, 5, 7, 3, 2],
  [33, 2, 7, 6, 8, 3],
  [40, 3, 3, 3, 5, 1],
])(
  "T = %i, %i maps of %i x %i, %i channels, windows of %i: means agree",
  async (timesteps, batch, height, width, channels, pool) => {
    const p = { timesteps, batch, height, width, channels, pool };
    const words = randomSpikes(timesteps, batch * height * width * channels, 0.4, 1);
    expect(
      relativeError(await onGpu(poolSpikes, p, [words]), poolSpikesReference(words, p)),
    ).toBeLessThan(1e-6);
  },
);

test.each([
  [4, 100, 3],
  [32, 1000, 16],
  [40, 777, 8],
])("T = %i, %i neurons in %i parts: counts are exact", async (timesteps, neurons, chunks) => {
  const words = randomSpikes(timesteps, neurons, 0.2, 2);
  const parts = await onGpu(countSpikes, { timesteps, neurons, chunks }, [words]);
  const counts = Float32Array.from({ length: timesteps }, (_, t) =>
    Array.from({ length: chunks }, (_, c) => parts[c * timesteps + t]!).reduce((a, b) => a + b, 0),
  );
  expect([...counts]).toEqual([...countSpikesReference(words, timesteps, neurons)]);
});
