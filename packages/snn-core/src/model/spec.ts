// A model is data: blocks in order, the neuron, the number of timesteps. Nothing here computes.

/** `"bntt"`: own gamma and running statistics per timestep; `"bn"`: one set for all steps. */
export type Norm = "bntt" | "bn" | null;

/** `"lif"`: spiking; `"relu"`: an ordinary network, with T = 1. */
export type Activation = "lif" | "relu";

/** How a block's weights begin: `xavier-uniform` in +-gain sqrt(6 / (fanIn + fanOut)), or `normal`. */
export type Init = { kind: "xavier-uniform"; gain: number } | { kind: "normal"; deviation: number };

/** What a block with weights may say of them; missing: Xavier uniform with gain 2, as in FedSNN. */
interface Weighted {
  init?: Init | undefined;
}

/**
 * What may follow a ReLU, in training alone: each value becomes 0 with this probability, from 0 to
 * below 1, else it is divided by what is left. Missing: 0.
 *
 * @see Srivastava et al., Dropout, JMLR 15, 2014; which values: `kernels/dropout/dropout.ref.ts`.
 */
interface Dropout {
  dropout?: number | undefined;
}

/** One layer of a model; `in` and `out` are channels (conv) or values (linear, readout). */
export type Block =
  /** Stride 1, same padding, no bias; then norm, then activation. */
  | ({
      type: "conv";
      in: number;
      out: number;
      kernel: number;
      norm: Norm;
      activation: Activation;
    } & Dropout &
      Weighted)
  /** Flattens `[C, H, W]` in that order; no bias. */
  | ({ type: "linear"; in: number; out: number; norm: Norm; activation: Activation } & Dropout &
      Weighted)
  /** Mean over `size` x `size`, stride `size`; rows and columns left over are dropped. */
  | { type: "avgpool"; size: number }
  /** Last block: no norm, no spike. `logits = (sum over t of W h[t]) / T`. */
  | ({ type: "readout"; in: number; out: number } & Weighted);

/** Share of a block's values that training takes away; 0: none. */
export const dropoutOf = (block: Block): number => ("dropout" in block && block.dropout) || 0;

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
