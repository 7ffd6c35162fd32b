// Rules of local learning as data: how a training step turns its loss into gradients, and whether a
// rule fits a model and a batch.

import { SnnError } from "../errors.ts";
import { featureShapes } from "../model/shapes.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { ExecutorName } from "./executor.ts";

/** What settings say about the rule; what each computes is said at `StepRule`. */
export type RuleChoice =
  | { kind: "surrogate-bptt" }
  | { kind: "proxy" }
  | {
      kind: "tandem";
      /** Of the hidden layers' errors beside the readout's loss. */
      weight: number;
      /** Epochs in which the client trains its teacher, before its own. */
      teacherEpochs: number;
    };

/** Name of a rule. */
export type RuleKind = RuleChoice["kind"];

/**
 * Local tandem learning, offline: each layer learns alone what its twin in a frozen ANN says. With
 * `r_l` a neuron's spikes over `T`, `a_l` its target and `N_l` the neurons of a layer in the batch:
 *
 * `L = loss(logits) + weight sum_l 1 / N_l sum (r_l - a_l)^2`
 *
 * No gradient leaves a layer: its input spikes are taken as given, so its weights and gammas get
 * that of their own error (through its neurons' time with the surrogate), the readout's weights that
 * of the loss. What a layer needed is freed before the next one begins; its spikes stay, as bits.
 *
 * Kept of the paper: both parts of the loss, rates against activations normalised by their 99.9th
 * percentile in the batch and clipped to [0, 1], the detached inputs. Not kept: its neuron, its
 * biases and its Adam, which does not see how large a gradient is. Ours is SGD, which does: with
 * weight 1 a layer's gradient is about as long as that of back-propagation through time, with 1000 the
 * first step throws its weights to many times their length, after which a norm lets them move no more.
 * Our norms go on with statistics of the batch.
 *
 * @see Yang et al., Training Spiking Neural Networks with Local Tandem Learning, NeurIPS 2022,
 *   arXiv 2210.04532.
 */
export interface TandemRule {
  kind: "tandem";
  weight: number;
  /** a: per spiking block its targets from 0 to 1, `[B, H, W, C]`. */
  targets: ReadonlyMap<number, Float32Array>;
}

/**
 * Learning by proxy: the picture goes through the spiking net and through its twin with ReLU on the
 * same weights; the twin's logits are overwritten with the net's, and their loss goes back through
 * the twin alone: one pass instead of T, and no tape over time. Every parameter gets a gradient: the
 * weights those of the twin; the twin's gamma is the mean of a layer's gammas over the steps, so
 * each of these gets its share of the gradient.
 *
 * Kept of the paper: shared weights, overwritten outputs, plain ReLU. Not kept: its loss (squares of
 * spike counts to a one-hot code), since ours is whatever the run has, on the mean readout; its
 * integrate-and-fire neuron and its Adam; and its norms, which it freezes after the first epoch: here
 * both nets norm by their own batch, and the running statistics are the spiking net's. Where steps
 * see different input (Poisson), the twin sees its mean.
 *
 * @see Kheradpisheh et al., Spiking Neural Networks Trained via Proxy, IEEE Access 2022,
 *   arXiv 2109.13208.
 */
export interface ProxyRule {
  kind: "proxy";
}

/** How one training step turns its loss into gradients; back-propagation through time: nothing. */
export type StepRule = { kind: "surrogate-bptt" } | ProxyRule | TandemRule;

/** Whether an executor computes a rule: the engine knows back-propagation through time alone. */
export const canLearnBy = (executor: ExecutorName, rule: RuleKind): boolean =>
  executor !== "engine" || rule === "surrogate-bptt";

/** @throws {SnnError} `train/rule` for a rule that this executor does not compute. */
export function checkExecutor(executor: ExecutorName, rule: RuleKind): void {
  if (canLearnBy(executor, rule)) return;
  throw new SnnError("train/rule", `the executor "${executor}" does not learn by ${rule}`);
}

/**
 * A step's rule, checked, if it is another one than back-propagation through time.
 *
 * @param count B
 * @throws {SnnError} `train/rule` for a model without spikes, targets that do not fit.
 */
export function ownRule(
  rule: StepRule | undefined,
  spec: ModelSpec,
  count: number,
): ProxyRule | TandemRule | null {
  if (rule === undefined || rule.kind === "surrogate-bptt") return null;
  const problem = problemOf(rule, spec, count);
  if (problem === null) return rule;
  throw new SnnError("train/rule", problem);
}

function problemOf(rule: ProxyRule | TandemRule, spec: ModelSpec, count: number): string | null {
  const shapes = featureShapes(spec);
  for (const [index, block] of spec.blocks.entries()) {
    if (block.type !== "conv" && block.type !== "linear") continue;
    if (block.activation === "relu") return `${rule.kind} on ${spec.name}, which has no spikes`;
    if (rule.kind === "proxy") continue;
    const { c, h, w } = shapes[index + 1]!;
    const found = rule.targets.get(index)?.length ?? 0;
    if (found !== count * c * h * w)
      return `${found} targets for the ${count * c * h * w} neurons of block ${index}`;
  }
  if (rule.kind === "proxy") return null;
  return rule.weight >= 0 && rule.weight < Infinity ? null : `a weight of ${rule.weight}`;
}
