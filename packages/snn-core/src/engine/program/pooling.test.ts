// Average pooling is no work of its own: the kernel that makes the spikes counts them by windows.

import { expect, test } from "vitest";

import type { Block, ModelSpec } from "../../model/spec.ts";
import { conv, model, pool, readout } from "../../testing/models.ts";
import { deviceLayout } from "../parameters.ts";
import { networkOf } from "../plan/network.ts";
import { plainTuning as tuning } from "../plan/tuning.ts";
import { planStep } from "../trainer.ts";
import { evaluationProgram } from "./evaluation.ts";
import { addedTo } from "./loaded.ts";

const limits = { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 27 };

function programs(spec: ModelSpec) {
  const network = networkOf(spec, "direct");
  const layout = deviceLayout(network);
  const { plan, steps } = planStep({ layout, tuning }, network, 3, limits);
  const judged = evaluationProgram(network, layout, 3, tuning);
  return { plan, training: steps, evaluation: judged.steps };
}

const net = (...pools: [Block[], Block[]]) => {
  const last = pools.flat().length === 0 ? 7 * 7 * 8 : 8;
  const [first, second] = pools;
  const blocks = [conv(3, 4, 3, "bntt"), ...first, conv(4, 8, 3, "bntt"), ...second];
  return programs(model(4, [3, 7, 7], [...blocks, readout(last, 3)]));
};

test("a net with poolings runs as many dispatches as one without, and makes fewer bytes", () => {
  const [pooled, plain] = [net([pool(2)], [pool(3)]), net([], [])];
  expect(pooled.training.length).toBe(plain.training.length);
  expect(pooled.evaluation.length).toBe(plain.evaluation.length);
  expect(pooled.plan.bytes).toBeLessThan(plain.plan.bytes);
});

test("every neuron has a thread of its own, with a pooling behind it or not", () => {
  const neurons = 3 * 7 * 7 * 4;
  const threads = ({ training, evaluation }: ReturnType<typeof net>) =>
    [...training, ...evaluation]
      .filter(({ label }) => /^(lif_forward|fused_layer) block 0$/.test(label))
      .map(({ shader }) => shader.workgroups);
  const perKernel = [Math.ceil(neurons / 64), Math.ceil(neurons / 4 / 64)];
  expect(threads(net([pool(2)], [pool(3)]))).toEqual(perKernel);
  expect(threads(net([], []))).toEqual(perKernel);
});

test("counts of spikes and of windows start from zero, nothing else is cleared", () => {
  const { training, evaluation } = net([pool(2)], [pool(3)]);
  expect([...addedTo(training)].sort()).toEqual(["counts", "output.0", "output.2"]);
  expect([...addedTo(evaluation)].sort()).toEqual(["output.0", "output.2"]);
  const plain = net([], []);
  expect([...addedTo(plain.training), ...addedTo(plain.evaluation)]).toEqual(["counts"]);
});

test("training has no buffer for spikes before a pooling", () => {
  const { plan } = net([pool(2)], [pool(3)]);
  expect(plan.layers.map(({ spikes }) => spikes)).toEqual([null, null]);
  expect([...plan.buffers.keys()].filter((name) => name.startsWith("spikes"))).toEqual([]);
});
