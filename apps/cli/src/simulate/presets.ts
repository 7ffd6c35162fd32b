// Experiments that come with the program, as data: FedSNN's, each with its ANN twin and with the ANN of
// FedSNN's code, and a `mini` of each that two processor cores finish.

import type { ExperimentChoice } from "@spikefed/protocol";

export interface ExperimentPreset {
  /** Where it is from, in a sentence. */
  source: string;
  experiment: ExperimentChoice;
}

/** Clients and participants of FedSNN's sweep (its `experiments_*.py`). */
const SWEEP = [
  [1, 1],
  [5, 5],
  [10, 2],
  [20, 5],
  [100, 10],
  [150, 15],
  [200, 20],
] as const;

const DATA = { cifar10: "CIFAR-10", cifar100: "CIFAR-100" } as const;
const DEALT = { iid: "equal shares", dirichlet: "Dirichlet shares with alpha 0.5" } as const;

/** What is trained: the words for it, in full and as a mini, and what its name ends with. */
const NETS = {
  snn: { ending: "", full: "S-VGG9, T = 20", mini: "s5, T = 4" },
  ann: { ending: "-ann", full: "the twin of S-VGG9 with ReLU", mini: "the twin of s5 with ReLU" },
  baseline: {
    ending: "-baseline",
    full: "the ANN of its code (VGG9 with dropout, 22.7 million weights)",
    mini: "s5-baseline, a small ANN of the same kind",
  },
} as const;

/**
 * Rate, momentum, local epochs and drops as the paper has them; its code has momentum 0.9 at its head,
 * its scripts 2 epochs. Layers, steps, decay and the plain mean are the code's, and its way to count:
 * 40 of its rounds are 41 here.
 */
const recipe = {
  model: "vgg9",
  testSamples: 10_000,
  rounds: 100,
  localEpochs: 5,
  batchSize: 32,
  strategy: { kind: "fedavg", weighting: "uniform" },
  optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.95, weightDecay: 0.0001 },
  learningRateDrops: { rounds: [41, 61, 81], factor: 5 },
  evaluateEvery: 1,
} as const satisfies ExperimentChoice;

/** What FedSNN's script for its ANN says otherwise (`experiments_bntt.py` at 80b1163). */
const baselineRecipe = {
  network: "ann",
  localEpochs: 2,
  optimizer: { ...recipe.optimizer, learningRate: 0.001 },
} as const satisfies ExperimentChoice;

/** The same shape of experiment for two cores: `s5`, fewer pictures, rounds and clients. */
const miniRecipe = {
  ...recipe,
  model: "s5",
  testSamples: 1000,
  rounds: 20,
  localEpochs: 1,
  optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 0.0001 },
  learningRateDrops: { rounds: [8, 12, 16], factor: 5 },
  evaluateEvery: 5,
} as const satisfies ExperimentChoice;

/** Pictures of a mini's client: 500, or as many as the training set has for so many clients. */
const miniSamples = (clients: number) => Math.min(500, Math.floor(50_000 / clients));

function sweepPresets(): [string, ExperimentPreset][] {
  const kinds = (["cifar10", "cifar100"] as const).flatMap((dataset) =>
    (["iid", "dirichlet"] as const).flatMap((dealt) =>
      SWEEP.flatMap(([clients, participants]) =>
        (["snn", "ann", "baseline"] as const).map((net) => ({
          dataset,
          dealt,
          clients,
          participants,
          net,
        })),
      ),
    ),
  );
  return kinds.flatMap((kind) => [full(kind), mini(kind)]);
}

interface Kind {
  dataset: keyof typeof DATA;
  dealt: keyof typeof DEALT;
  clients: number;
  participants: number;
  net: keyof typeof NETS;
}

/** `fedsnn-cifar10-dirichlet-100-10`, with `-ann` behind for the twin, `-baseline` for the code's ANN. */
const nameOf = ({ dataset, dealt, clients, participants, net }: Kind) =>
  `fedsnn-${dataset}-${dealt}-${clients}-${participants}${NETS[net].ending}`;

const partitionOf = (dealt: Kind["dealt"], samplesPerClient: number | null) =>
  dealt === "iid"
    ? ({ kind: "iid", samplesPerClient } as const)
    : ({ kind: "fedsnn-dirichlet", alpha: 0.5, samplesPerClient } as const);

/** Where the numbers of the local work are from. */
const WORK = {
  snn: "100 rounds of 5 local epochs at rate 0.1 and momentum 0.95 as in the paper",
  ann: "100 rounds of 5 local epochs at rate 0.1 and momentum 0.95 as in the paper",
  baseline: "100 rounds of 2 local epochs at rate 0.001 as in its experiments_bntt.py",
} as const;

function full(kind: Kind): [string, ExperimentPreset] {
  const { dataset, dealt, clients, participants, net } = kind;
  const source =
    `FedSNN (arXiv 2106.06579): ${NETS[net].full} on ${DATA[dataset]}, ${participants} of ${clients} clients a round, ` +
    `${DEALT[dealt]}; ${WORK[net]}, the rate divided by 5 after 40, 60 and 80 as its code counts.`;
  const partition = partitionOf(dealt, null);
  const own = { ...recipe, ...networkOf(net, "vgg9") };
  return [
    nameOf(kind),
    { source, experiment: { ...own, dataset, clients, participants, partition } },
  ];
}

function mini(kind: Kind): [string, ExperimentPreset] {
  const { dataset, dealt, clients, participants, net } = kind;
  const source =
    `A small stand-in for ${nameOf(kind)}: ${NETS[net].mini}, ` +
    `${miniSamples(clients)} pictures a client, 20 rounds of ${net === "baseline" ? "two epochs" : "one epoch"}.`;
  const partition = partitionOf(dealt, miniSamples(clients));
  const own = { ...miniRecipe, ...networkOf(net, "s5") };
  const name = `mini-${nameOf(kind)}`;
  return [name, { source, experiment: { ...own, dataset, clients, participants, partition } }];
}

function networkOf(net: Kind["net"], model: "s5" | "vgg9"): ExperimentChoice {
  if (net !== "baseline") return { network: net };
  return { ...baselineRecipe, model: `${model}-baseline` };
}

/** FedSNN's other sweeps, on its 100 clients. */
const faults: [string, ExperimentPreset][] = [
  [
    "mini-fedsnn-stragglers",
    {
      source:
        "FedSNN's stragglers: each chosen client but the first drops out with some chance; vary stragglerProbability over 0, 0.25, 0.5, 0.75 and 0.95.",
      experiment: {
        ...miniRecipe,
        ...{ clients: 100, participants: 10, stragglerProbability: 0.5 },
        partition: { kind: "iid", samplesPerClient: 500 },
      },
    },
  ],
  [
    "mini-fedsnn-noise",
    {
      source:
        "FedSNN's gradient noise: sigma times each tensor's mean change; vary gradientNoise from 0 to 5.",
      experiment: {
        ...miniRecipe,
        ...{ clients: 100, participants: 10, gradientNoise: 1 },
        partition: { kind: "iid", samplesPerClient: 500 },
      },
    },
  ],
];

/** Other ways to learn at a client, on the project's own first experiment. */
const rules: [string, ExperimentPreset][] = [
  [
    "mini-proxy",
    {
      source:
        "Learning by proxy (arXiv 2109.13208): the spiking net forward, its ANN twin on the same weights back.",
      experiment: { localRule: { kind: "proxy" } },
    },
  ],
  [
    "mini-tandem",
    {
      source:
        "Local tandem learning (arXiv 2210.04532): each layer imitates its ANN twin's, which the client trains first.",
      experiment: { localRule: { kind: "tandem" } },
    },
  ],
  [
    "mini-ann-teacher",
    {
      source:
        "Joint A-SNN's distillation (arXiv 2305.02099): a tenth of the loss imitates the ANN twin, which the client trains first.",
      experiment: { localLoss: { kind: "distillation", teacher: "ann" } },
    },
  ],
  [
    "mini-fedlec",
    {
      source:
        "FedLEC's loss (arXiv 2412.17305) against label skew, FedSNN's Dirichlet shares with alpha 0.1; compare localLoss.kind=cross-entropy.",
      experiment: {
        localLoss: { kind: "fedlec" },
        partition: { kind: "fedsnn-dirichlet", alpha: 0.1, samplesPerClient: 500 },
      },
    },
  ],
];

/** By name. */
export const presets: ReadonlyMap<string, ExperimentPreset> = new Map([
  [
    "default",
    {
      source:
        "The project's own first experiment: s5 with T = 4, ten clients of 500 pictures, two a round.",
      experiment: {},
    },
  ],
  ...sweepPresets(),
  ...faults,
  ...rules,
]);
