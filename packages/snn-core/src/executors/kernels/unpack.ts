// What a step or a trace read back, as its result has it.

import { spikeAt } from "../../kernels/spikes/spikes.ref.ts";
import type { StepResult } from "../../train/executor.ts";
import { judge } from "../../train/judge.ts";
import type { StepShape } from "./step.ts";

/** @param values Logits, then for each spiking block the spikes of each step. */
export function unpack(values: Float32Array, step: StepShape, labels: Int32Array): StepResult {
  const { spec, shapes, batch } = step;
  const classes = shapes[spec.blocks.length]!.c;
  const logits = values.slice(0, batch * classes);
  let at = logits.length;
  const spikes: StepResult["spikes"] = [];
  spec.blocks.forEach((block, index) => {
    if ((block.type !== "conv" && block.type !== "linear") || block.activation !== "lif") return;
    const { c, h, w } = shapes[index + 1]!;
    spikes.push({
      block: index,
      neurons: c * h * w,
      perStep: values.slice(at, at + spec.timesteps),
    });
    at += spec.timesteps;
  });
  return { ...judge(logits, labels), logits, spikes };
}

/** Words to `[T, neurons]`, 0 or 1. */
export function unpackSpikes(words: Int32Array, timesteps: number, neurons: number): Float32Array {
  const spikes = new Float32Array(timesteps * neurons);
  for (let t = 0; t < timesteps; t++) {
    for (let i = 0; i < neurons; i++) spikes[t * neurons + i] = spikeAt(words, neurons, t, i);
  }
  return spikes;
}
