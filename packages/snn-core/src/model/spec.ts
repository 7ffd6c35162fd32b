// A model is data: blocks in order, the neuron, the number of timesteps. Nothing here computes.

/** `"bntt"`: own gamma and running statistics per timestep; `"bn"`: one set for all steps. */
export type Norm = "bntt" | "bn" | null;

/** `"lif"`: spiking; `"relu"`: the ANN twin, with T = 1. */
export type Activation = "lif" | "relu";

/** One layer of a model; `in` and `out` are channels (conv) or values (linear, readout). */
export type Block =
  /** Stride 1, same padding, no bias; then norm, then activation. */
  | {
      type: "conv";
      in: number;
      out: number;
      kernel: number;
      norm: Norm;
      activation: Activation;
    }
  /** Flattens `[C, H, W]` in that order; no bias. */
  | { type: "linear"; in: number; out: number; norm: Norm; activation: Activation }
  /** Mean over `size` x `size`, stride `size`; rows and columns left over are dropped. */
  | { type: "avgpool"; size: number }
  /** Last block: no norm, no spike. `logits = (sum over t of W h[t]) / T`. */
  | { type: "readout"; in: number; out: number };

/**
 * A spiking network as data. Neurons are leaky integrate-and-fire and reset by subtraction; on the
 * way back the spike's derivative is a triangle. The parameters lie apart, see `stateLayout`.
 *
 * @see Neftci et al., Surrogate Gradient Learning in Spiking Neural Networks, IEEE Signal
 *   Processing Magazine 36(6), 2019.
 * @see Kim and Panda, Revisiting Batch Normalization for Training Low-latency Deep Spiking Neural
 *   Networks from Scratch, Frontiers in Neuroscience 15, 2021 (`"bntt"`).
 */
export interface ModelSpec {
  name: string;
  /** T: steps of time that each picture is shown. */
  timesteps: number;
  /** `[C, H, W]` of one picture. */
  input: readonly [number, number, number];
  /** How a picture becomes the input of each step. `given`: the caller brings `[T, B, C, H, W]`. */
  coding: "direct" | "poisson" | "given";
  blocks: readonly Block[];
  /** Decay of the membrane per step, in (0, 1]: `u[t] = leak v[t-1] + x[t]`. */
  leak: number;
  /** A neuron fires when `u > threshold` (strictly); then `v = u - threshold`. */
  threshold: number;
  /** `dS/dz = scale * max(0, 1 - |z|)`, `z = u / threshold - 1`. */
  surrogate: { kind: "triangle"; scale: number };
  normEps: number;
  /** Weight of the batch in the running statistics. */
  normMomentum: number;
}

/** `v = momentum v + g + weightDecay p`, `p = p - learningRate v`, for every parameter. */
export interface SgdOptions {
  kind: "sgd";
  learningRate: number;
  momentum: number;
  weightDecay: number;
  /**
   * FedProx's mu: adds `mu (p - p0)` to the gradient, `p0` the state that was set last.
   *
   * @see Li et al., Federated Optimization in Heterogeneous Networks, MLSys 2020, equation 2.
   */
  proximalMu?: number;
}

/**
 * `m = beta1 m + (1 - beta1) g`, `s = beta2 s + (1 - beta2) g^2`, `p = p - learningRate m' / (sqrt(s') + epsilon)`
 * with both corrected for their start at zero; weight decay is part of `g`.
 *
 * @see Kingma and Ba, Adam, ICLR 2015, algorithm 1.
 */
export interface AdamOptions {
  kind: "adam";
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  proximalMu?: number;
}

/** How a step changes the parameters. Adam: the engine alone. */
export type OptimizerOptions = SgdOptions | AdamOptions;
/** Name of an optimizer. */
export type OptimizerKind = OptimizerOptions["kind"];
