// What a host can choose among: networks, strategies, rules, ways to deal the pictures.

import { translator } from "../translator.ts";

export const methods = {
  // Networks: size, and for whom.
  presetSteps: { one: "{count} time step", other: "{count} time steps" },
  s4: "s4: three layers",
  s4Help:
    "The smallest; {steps}. For phones, processors and a first try of a minute a round or less.",
  s5: "s5: five layers",
  s5Help: "Small; {steps}. For laptops and a class: the usual choice.",
  vgg9: "vgg9: the paper's network",
  vgg9Help: "Large; {steps}, Poisson coding. For graphics chips with patience: minutes a round.",
  vgg9Direct: "vgg9-direct: the large net, short",
  vgg9DirectHelp:
    "Large; {steps}, direct coding. For graphics chips: about five times faster than vgg9.",
  s5Baseline: "s5-baseline: ordinary and small",
  s5BaselineHelp:
    "No spikes: a small network of the kind that the paper's code compares with. For any device.",
  vgg9Baseline: "vgg9-baseline: the paper's comparison",
  vgg9BaselineHelp:
    "No spikes: the ordinary network in the paper's code. Each device gets and sends 91\u00a0MB a round.",
  // Strategies: their names are the field's.
  fedavgHelp: "The mean of the copies, weighted by the pictures behind each. The default.",
  fedproxHelp: "The mean, and while it trains a device is held close to the round's model.",
  fedavgmHelp: "The mean with momentum: part of the last round's step is carried into the next.",
  fedadamHelp:
    "The mean change is a gradient, with which the coordinator takes one of Adam's steps.",
  fedyogiHelp: "As FedAdam, with a step length that changes more carefully.",
  fedadagradHelp: "As FedAdam, with steps that only get shorter.",
  fedmedianHelp: "The middle of the copies, number by number, so that a few wild ones do no harm.",
  fedtrimmedavgHelp: "The mean without the largest and smallest fifth, number by number.",
  krumHelp: "The one copy that lies closest to the others; one device may send nonsense.",
  multikrumHelp: "The mean of the copies that lie closest together; one device may send nonsense.",
  bulyanHelp: "Krum's choice again and again, then a trimmed mean; one device may send nonsense.",
  needsUpdates: "Needs {least} updates a round.",
  // Rules of local learning.
  surrogate: "Surrogate gradient",
  surrogateHelp:
    "Back through all time steps, with a stand-in for the slope of a spike. The default.",
  proxy: "By proxy",
  proxyHelp:
    "The slope comes from the ordinary twin on the same weights: one way back instead of one for each time step. Not on graphics chips.",
  tandem: "In tandem",
  tandemHelp:
    "Each layer alone imitates its ordinary twin, which the device trains first; needs little memory. Not on graphics chips.",
  // Losses.
  crossEntropy: "Right answers",
  crossEntropyHelp: "Cross entropy: a device learns the labels of its pictures. The default.",
  fedlec: "FedLEC",
  fedlecHelp:
    "For shares that lack classes: what a device has not, it keeps as the round's model has it.",
  distillation: "Imitation",
  distillationHelp:
    "A tenth of the loss is to answer as the round's model does, so that devices drift less.",
  annTeacher: "Imitation of the twin",
  annTeacherHelp:
    "A tenth of the loss is to answer as an ordinary net does, which the device trains first.",
  // How updates are written.
  float32: "Exact",
  float32Help: "Every change as it was computed, 4 bytes each. The default.",
  float16: "Half precision",
  float16Help: "2 bytes a change: half the upload, three digits of each number.",
  int8: "One byte",
  int8Help: "1 byte a change: a quarter of the upload, rounded up or down by chance.",
  topK: "The largest only",
  topKHelp:
    "A tenth of the changes, a fifth of the upload. A device keeps the rest for its next round.",
  // How the pictures are dealt.
  iid: "Alike (IID)",
  iidHelp: "Every device gets the same mixture of classes. The default.",
  fedsnn: "As in the paper (FedSNN)",
  fedsnnHelp: "Each class is split in unequal shares; who has enough pictures gets no more.",
  dirichlet: "Unequal (Dirichlet)",
  dirichletHelp: "Each device gets more of some classes; alpha says how unequal.",
  pathological: "A few classes each (pathological)",
  pathologicalHelp: "Every device knows only so many classes and never sees the others.",
  shard: "Sorted and cut (shard)",
  shardHelp: "Pictures sorted by class and cut in pieces, as in the first paper on FedAvg.",
  // Kind of network, coding, norm layers, choice of devices.
  snn: "Spiking",
  snnHelp: "Neurons that send spikes over time. The default.",
  ann: "Ordinary twin",
  annHelp:
    "The same layers without spikes, to compare with; time steps and coding have no meaning. The only choice for a network that has no spikes.",
  codingUsual: "As the network has it",
  codingUsualHelp: "Poisson for vgg9, direct for the others. The default.",
  direct: "Direct",
  directHelp: "The same picture at each time step.",
  poisson: "Poisson",
  poissonHelp: "Random spikes, more of them where the picture is bright or dark. As in the paper.",
  normShared: "Averaged with the rest",
  normSharedHelp: "Alike for all devices. The default.",
  normOwn: "Each device its own",
  normOwnHelp:
    "For unequal data, as FedBN does. A page that is loaded again starts with the average.",
  uniform: "All alike",
  uniformHelp: "Each device has the same chance. The default.",
  bySamples: "By their pictures",
  bySamplesHelp:
    "Twice the pictures, twice the chance. Choose a strategy that counts devices alike with it, or large shares count twice.",
  leastRecently: "Who waited the longest",
  leastRecentlyHelp: "Everybody has a turn before anybody has a second one.",
  // What is chosen.
  network: "Network",
  howDealt: "How the pictures are dealt",
  kindOfNetwork: "Kind of network",
  strategy: "Strategy",
  invited: "Who is invited, where not all are",
  localGoal: "Local goal",
  learningRule: "Learning rule",
  normLayers: "Norm layers",
  coding: "Coding",
  updates: "Updates",
} as const;

export const { t } = translator("methods", methods);
