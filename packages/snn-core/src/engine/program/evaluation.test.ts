import { expect, test } from "vitest";

import { preset } from "../../model/presets.ts";
import { dropoutModel } from "../../testing/dropout-models.ts";
import { deviceLayout } from "../parameters.ts";
import { networkOf } from "../plan/network.ts";
import { plainTuning } from "../plan/tuning.ts";
import { evaluationProgram } from "./evaluation.ts";

test("judging runs the kernels of the network without dropout", () => {
  const spec = dropoutModel();
  const blocks = spec.blocks.map((data) => ("dropout" in data ? { ...data, dropout: 0 } : data));
  const codes = [spec, { ...spec, blocks }].map((own) => {
    const network = networkOf(own, "given");
    const { steps } = evaluationProgram(network, deviceLayout(network), 3, plainTuning);
    return steps.map(({ shader, bound }) => ({ code: shader.code, bound }));
  });
  expect(codes[0]).toEqual(codes[1]);
});

test("of a spiking layer judging keeps the bits of its spikes, and nothing before them", () => {
  const network = networkOf(preset("vgg9", 10), "given");
  const { buffers } = evaluationProgram(network, deviceLayout(network), 1, plainTuning);
  const kinds = new Set([...buffers.keys()].map((name) => name.replace(/\d+/g, "N")));
  const small = ["job", "mean", "logits", "norm.N", "output.N"]; // none has a value for each neuron and step
  expect(kinds).toEqual(new Set(["input", "spikes.N", ...small]));
  expect(buffers.get("spikes.0")).toBe(32 * 32 * 64 * 4); // a word has 20 steps of a neuron
});
