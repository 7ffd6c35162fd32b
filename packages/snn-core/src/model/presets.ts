// The models that come with the package, as data.

import { SnnError } from "../errors.ts";
import { asBaseline } from "./baseline.ts";
import type { Block, ModelSpec } from "./spec.ts";

type Recipe = {
  timesteps: number;
  coding: "direct" | "poisson";
  layers: readonly string[];
  /** An ANN as FedSNN's code has it, instead of a spiking network. */
  isBaseline?: true;
};

/** `c16`: convolution to 16 channels, `P`: average pooling by 2, `f128`: fully connected. */
const recipes = {
  s4: { timesteps: 4, coding: "direct", layers: ["c16", "P", "c32", "P", "c64", "P"] },
  s5: { timesteps: 4, coding: "direct", layers: ["c16", "c32", "P", "c32", "c64", "P", "f128"] },
  /** S-VGG9 of FedSNN (arXiv 2106.06579). */
  vgg9: {
    timesteps: 20,
    coding: "poisson",
    layers: ["c64", "c64", "P", "c128", "c128", "P", "c256", "c256", "c256", "P", "f1024"],
  },
  "vgg9-direct": {
    timesteps: 4,
    coding: "direct",
    layers: ["c64", "c64", "P", "c128", "c128", "P", "c256", "c256", "c256", "P", "f1024"],
  },
  /** The same kind of network as `vgg9-baseline`, small. */
  "s5-baseline": {
    timesteps: 1,
    coding: "direct",
    layers: ["c16", "P", "c32", "c32", "P", "c64", "P", "f256", "f256"],
    isBaseline: true,
  },
  /** "VGG9" of FedSNN's code (`models/vgg.py`): four poolings and three linear layers. */
  "vgg9-baseline": {
    timesteps: 1,
    coding: "direct",
    layers: [
      ...["c64", "P", "c64", "c128", "P", "c128", "c256", "P", "c256", "P", "c256"],
      ...["f4096", "f4096"],
    ],
    isBaseline: true,
  },
} as const satisfies Record<string, Recipe>;

/** Name of a model that comes with the package. */
export type PresetName = keyof typeof recipes;
/** Every preset: the spiking ones, smallest first, then the ANNs. */
export const presetNames = Object.keys(recipes) as PresetName[];

/**
 * A model by name, for pictures of 3 x 32 x 32: leak 0.95, threshold 1, batch norm through time.
 * `s4` and `s5` are small (T = 4, direct coding); `vgg9` is FedSNN's S-VGG9 (T = 20, Poisson coding),
 * `vgg9-direct` the same with T = 4 and direct coding. `vgg9-baseline` is the ANN that FedSNN's code
 * compares with, which is another network than the twin of `vgg9`; `s5-baseline` a small one of its
 * kind.
 *
 * @param classes Answers that the model can give.
 * @see Venkatesha et al., Federated Learning with Spiking Neural Networks, arXiv 2106.06579.
 * @throws {SnnError} `model/preset` for an unknown name.
 */
export function preset(name: string, classes: number): ModelSpec {
  if (!Object.hasOwn(recipes, name)) {
    throw new SnnError(
      "model/preset",
      `there is no preset "${name}"; there are ${presetNames.join(", ")}`,
    );
  }
  const recipe: Recipe = recipes[name as PresetName];
  const spec: ModelSpec = {
    name,
    timesteps: recipe.timesteps,
    input: [3, 32, 32],
    coding: recipe.coding,
    blocks: blocksOf(recipe.layers, classes),
    leak: 0.95,
    threshold: 1,
    surrogate: { kind: "triangle", scale: 0.3 },
    normEps: 1e-4,
    normMomentum: 0.1,
  };
  return recipe.isBaseline ? asBaseline(spec) : spec;
}

function blocksOf(layers: readonly string[], classes: number): Block[] {
  const blocks: Block[] = [];
  let channels = 3;
  let side = 32;
  let flat = false;
  for (const layer of layers) {
    const out = Number(layer.slice(1));
    const width = flat ? channels : channels * side * side;
    if (layer === "P") {
      blocks.push({ type: "avgpool", size: 2 });
      side /= 2;
    } else if (layer.startsWith("c")) {
      blocks.push({ type: "conv", in: channels, out, kernel: 3, norm: "bntt", activation: "lif" });
      channels = out;
    } else {
      blocks.push({ type: "linear", in: width, out, norm: "bntt", activation: "lif" });
      channels = out;
      flat = true;
    }
  }
  const width = flat ? channels : channels * side * side;
  return [...blocks, { type: "readout", in: width, out: classes }];
}
