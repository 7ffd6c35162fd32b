// The last block: logits are the mean over time of W h, so that one sum over the steps of the
// input is all that is needed of it. Then softmax, cross entropy and the way back to the input.

import type { Form } from "../plan/form.ts";
import { fieldOf } from "./packed-form.ts";
import { float, read, type Shader, shader, unroll, write, WORKGROUP } from "./shader.ts";

export interface ReadoutSizes {
  timesteps: number;
  batch: number;
  /** Inputs and outputs, padded to groups of four. */
  from: number;
  to: number;
  classes: number;
  input: Form;
}

/** Input -> its mean over time, `[B, from]`. */
export function meanOverTime(p: ReadoutSizes): Shader {
  const { timesteps: T, batch, from, input } = p;
  const plane = batch * from;
  const sum =
    input.kind === "packed"
      ? unroll(T, (t) => {
          const word = `x[${Math.floor(t / input.perWord) * plane} + id]`;
          return `sum += ${fieldOf(input, word, `${(t % input.perWord) * input.bits}u`)};`;
        })
      : `for (var t = 0; t < ${input.steps}; t++) { sum += x[t * ${plane} + id]; }`;
  const scale = input.kind === "packed" ? input.scale / T : 1 / input.steps;
  return shader({
    name: "mean_over_time",
    bindings: [read("x", input.kind === "packed" ? "u32" : "f32"), write("mean", "f32")],
    invocations: plane,
    body: `var sum = 0.0; ${sum} mean[id] = sum * ${float(scale)};`,
  });
}

/** `mean` `[B, from]`, `w` `[from, to]` -> logits `[B, to]`; a workgroup for four logits. */
export function logits({ batch, from, to }: ReadoutSizes): Shader {
  const quads = to / 4;
  return shader({
    name: "logits",
    keepsAll: true,
    bindings: [read("mean", "f32"), read("w", "vec4<f32>"), write("logits", "vec4<f32>")],
    invocations: batch * quads * WORKGROUP,
    declarations: `var<workgroup> sums: array<vec4<f32>, ${WORKGROUP}>;`,
    body: /* wgsl */ `
      let quad = group % ${quads};
      let image = group / ${quads};
      var sum = vec4<f32>(0.0);
      if (image < ${batch}) {
        for (var k = lane; k < ${from}; k += ${WORKGROUP}) {
          sum = fma(vec4<f32>(mean[image * ${from} + k]), w[k * ${quads} + quad], sum);
        }
      }
      sums[lane] = sum;
      for (var half = ${WORKGROUP / 2}; half > 0; half /= 2) {
        workgroupBarrier();
        if (lane < half) { sums[lane] += sums[lane + half]; }
      }
      if (lane == 0 && image < ${batch}) { logits[image * ${quads} + quad] = sums[0]; }`,
  });
}

/**
 * Softmax and cross entropy: logits `[B, to]`, `job` (seed, indices `[B]`, labels `[B]`) ->
 * `judged` `[B]` (loss in nats, 1 where the label is on top), `dlogits` `[B, to]`.
 */
export function crossEntropy({ batch, to, classes }: ReadoutSizes): Shader {
  return shader({
    name: "cross_entropy",
    bindings: [
      read("logits", "f32"),
      read("job", "u32"),
      write("judged", "vec2<f32>"),
      write("dlogits", "f32"),
    ],
    invocations: batch,
    body: /* wgsl */ `
      let at = id * ${to};
      let label = i32(job[1 + ${batch} + id]);
      var top = 0;
      for (var i = 1; i < ${classes}; i++) { if (logits[at + i] > logits[at + top]) { top = i; } }
      let largest = logits[at + top];
      var sum = 0.0;
      for (var i = 0; i < ${classes}; i++) { sum += exp(logits[at + i] - largest); }
      judged[id] = vec2<f32>(log(sum) + largest - logits[at + label], select(0.0, 1.0, top == label));
      for (var i = 0; i < ${classes}; i++) {
        let wanted = select(0.0, 1.0, i == label);
        dlogits[at + i] = (exp(logits[at + i] - largest) / sum - wanted) / ${batch}.0;
      }
      for (var i = ${classes}; i < ${to}; i++) { dlogits[at + i] = 0.0; }`,
  });
}

/** `mean`, `dlogits` -> gradient of `w`, `[from, to]`. */
export function readoutWeightGradient({ batch, from, to }: ReadoutSizes): Shader {
  const quads = to / 4;
  return shader({
    name: "readout_weight_gradient",
    bindings: [read("mean", "f32"), read("dlogits", "vec4<f32>"), write("dw", "vec4<f32>")],
    invocations: from * quads,
    body: /* wgsl */ `
      var sum = vec4<f32>(0.0);
      for (var b = 0; b < ${batch}; b++) {
        sum = fma(vec4<f32>(mean[b * ${from} + id / ${quads}]), dlogits[b * ${quads} + id % ${quads}], sum);
      }
      dw[id] = sum;`,
  });
}

/** `dlogits`, `w` -> gradient of the input of each step, the same at all, `[B, from]`. */
export function readoutInputGradient({ batch, from, to, timesteps }: ReadoutSizes): Shader {
  const quads = to / 4;
  return shader({
    name: "readout_input_gradient",
    bindings: [read("dlogits", "vec4<f32>"), read("w", "vec4<f32>"), write("ds", "f32")],
    invocations: batch * from,
    body: /* wgsl */ `
      var sum = 0.0;
      for (var q = 0; q < ${quads}; q++) {
        sum += dot(dlogits[(id / ${from}) * ${quads} + q], w[(id % ${from}) * ${quads} + q]);
      }
      ds[id] = sum / ${timesteps}.0;`,
  });
}
