// One launch moves every parameter: flat buffers of parameters, gradient and momentum. The
// numbers of the optimizer come in a uniform, so that a new learning rate needs no new pipeline.

import type { OptimizerKind } from "../../model/spec.ts";
import { read, type Shader, shader, write } from "./shader.ts";

const bodies: Record<OptimizerKind, string> = {
  // v = momentum v + g + weightDecay p + proximal (p - global), p = p - learningRate v (FedProx, eq. 2)
  sgd: /* wgsl */ `
    let p = parameters[id];
    let pull = gradient[id] + o.weight_decay * p + o.proximal * (p - global_parameters[id]);
    let v = o.momentum * first[id] + pull;
    first[id] = v;
    parameters[id] = p - o.learning_rate * v;`,
  // Kingma and Ba, algorithm 1; the corrections 1 / (1 - beta^t) arrive with the step's number.
  adam: /* wgsl */ `
    let p = parameters[id];
    let g = gradient[id] + o.weight_decay * p + o.proximal * (p - global_parameters[id]);
    let m = mix(g, first[id], o.momentum);
    let s = mix(g * g, second[id], o.beta2);
    first[id] = m;
    second[id] = s;
    parameters[id] = p - o.learning_rate * (m * o.correction1) / (sqrt(s * o.correction2) + o.epsilon);`,
};

/** Bindings: o, parameters, gradient, first, (global_parameters,) (second). */
export function update(
  kind: OptimizerKind,
  { length, isProximal }: { length: number; isProximal: boolean },
): Shader {
  const body = isProximal
    ? bodies[kind]
    : bodies[kind].replace(" + o.proximal * (p - global_parameters[id])", "");
  return shader({
    name: `update_${kind}${isProximal ? "_proximal" : ""}`,
    declarations: /* wgsl */ `struct Optimizer {
      learning_rate: f32, momentum: f32, weight_decay: f32, proximal: f32,
      beta2: f32, correction1: f32, correction2: f32, epsilon: f32,
    }`,
    bindings: [
      { name: "o", type: "Optimizer", access: "uniform" },
      write("parameters", "vec4<f32>"),
      read("gradient", "vec4<f32>"),
      write("first", "vec4<f32>"),
      ...(isProximal ? [read("global_parameters", "vec4<f32>")] : []),
      ...(kind === "adam" ? [write("second", "vec4<f32>")] : []),
    ],
    invocations: length / 4,
    body,
  });
}
