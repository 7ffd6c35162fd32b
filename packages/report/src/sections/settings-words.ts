// Settings as sentences.

import { formatCount, plural, sentence } from "@spikefed/fl-core";
import { isAnnPreset, type LiveSettings, type RunSettings } from "@spikefed/protocol";

import type { ReportData } from "../data/report-data.ts";
import { listText } from "../page/words.ts";

/** What a reader must know to place the figures. */
export function settingsSentences(data: ReportData): string[] {
  const { settings, changes } = data;
  return [
    modelSentence(data),
    dataSentence(settings),
    ...scheduleSentences(data),
    ...samplingSentence(data),
    ...quotaSentences(settings),
    localSentence(settings),
    ...goalSentence(settings),
    ...ruleSentence(settings),
    ...normSentence(settings),
    ...disturbances(data),
    ...changes.map((change) => sentence({ type: "settings-changed", ...change, seq: 0, atMs: 0 })),
    ...encodingSentence(settings),
    judgingSentence(data),
    ...verdictSentences(settings),
  ];
}

function modelSentence({ settings, model, firing }: ReportData): string {
  const { preset, network } = settings;
  const parameters = plural(model.parameters, "parameter");
  if (isAnnPreset(preset)) {
    return `The network is ${preset}, an ANN as FedSNN’s code compares with (ReLU, dropout, one step), with ${parameters}.`;
  }
  if (network === "ann") {
    return `The network is the ANN twin of ${preset} (ReLU, one step) with ${parameters}.`;
  }
  const coding = { direct: "analog pixels at each step", poisson: "signed Poisson spikes" };
  const input = coding[firing.energy.coding as keyof typeof coding] ?? "a given input";
  return `The network is the spiking ${preset} with ${parameters}; it sees each picture for ${plural(firing.timesteps, "step")} as ${input}.`;
}

const holdings = (settings: RunSettings): string => {
  const { partition } = settings;
  switch (partition.kind) {
    case "iid":
      return "at random, alike for all";
    case "fedsnn-dirichlet":
      return `unevenly by class (Dirichlet, alpha ${partition.alpha}, as FedSNN does)`;
    case "dirichlet":
      return `unevenly by class (Dirichlet, alpha ${partition.alpha})`;
    case "pathological":
      return `so that each holds ${partition.classesPerClient} classes`;
    case "shard":
      return `sorted by class and cut, ${plural(partition.shardsPerClient, "piece")} for each`;
  }
};

function dataSentence(settings: RunSettings): string {
  const { clients, samplesPerClient } = settings;
  const pictures =
    samplesPerClient === null
      ? "All training pictures"
      : `${formatCount(samplesPerClient)} training pictures a client`;
  return `${pictures} were dealt to ${plural(clients, "client")} ${holdings(settings)}.`;
}

/** Whether the host changed it while the run was on. */
const isChanged = ({ changes }: ReportData, key: keyof LiveSettings): boolean =>
  changes.some((change) => change.changes[key] !== undefined);

function scheduleSentences(data: ReportData): string[] {
  const { settings } = data;
  const { scheduler, rounds, participants, strategy } = settings;
  const atFirst = isChanged(data, "participants") ? " at first" : "";
  if (scheduler.kind === "rounds") return [roundSentence(settings, atFirst)];
  const { bufferSize, maxStaleness, speedSpread } = scheduler;
  const atWork =
    participants === null ? "all clients work" : `${plural(participants, "client")} work`;
  return [
    `Rounds do not wait (FedBuff): ${atWork} at a time${atFirst}, each from the newest model when it began. ` +
      `When ${plural(bufferSize, "update")} have come, ${strategy.kind} makes the next model of them, up to ${plural(rounds, "model")}; a round is the time in between.`,
    `An update counts 1 / √(1 + s), s the models made since it was begun; with more than ${maxStaleness} it is given up. ` +
      `Clients are unlike in speed (spread ${speedSpread}) on a clock of the simulation’s own.`,
  ];
}

function roundSentence(settings: RunSettings, atFirst: string): string {
  const { rounds, participants, minReports, strategy } = settings;
  const invited =
    participants === null
      ? "everybody present is invited"
      : `${plural(participants, "client")} ${participants === 1 ? "is" : "are"} invited`;
  return (
    `Up to ${plural(rounds, "round")}; in each ${invited}${atFirst}, at least ` +
    `${plural(minReports, "update")} must arrive, and ${strategy.kind} makes the next model of them.`
  );
}

/** Where not all have the same chance to be invited. */
function samplingSentence(data: ReportData): string[] {
  const { sampling, participants } = data.settings;
  const isEverybody = participants === null && !isChanged(data, "participants");
  if (isEverybody || sampling === "uniform") return [];
  return sampling === "by-samples"
    ? ["A client’s chance to be invited is in proportion to its training pictures."]
    : ["Those are invited whose last round is the longest ago."];
}

/** Where a round does not simply wait for all that it invited. */
function quotaSentences({ overSelect, minFraction, ...settings }: RunSettings): string[] {
  const { leaseSeconds, adaptWork } = settings;
  const more = `Beyond those that a round waits for, a share of ${overSelect} is invited; it closes when enough have sent.`;
  const least = `A round needs a share of ${minFraction} of those that it waits for.`;
  const lease = `It does not wait for a client of whose work nothing is heard for ${leaseSeconds} seconds.`;
  const fitting =
    "A client that was seen to be too slow for a round is asked for fewer of its pictures, and counts with so many.";
  return [
    ...(overSelect > 0 ? [more] : []),
    ...(minFraction > 0 ? [least] : []),
    ...(leaseSeconds === null ? [] : [lease]),
    ...(adaptWork ? [fitting] : []),
  ];
}

function localSentence(settings: RunSettings): string {
  const { localEpochs, batchSize, optimizer, learningRateDrops } = settings;
  const { learningRate, momentum, weightDecay } = optimizer;
  const { rounds, factor } = learningRateDrops;
  const drops = rounds.length === 0 ? "" : `, divided by ${factor} after round ${listText(rounds)}`;
  return (
    `A client trains ${plural(localEpochs, "epoch")} in batches of ${batchSize} with SGD: ` +
    `learning rate ${learningRate}${drops}, momentum ${momentum}, weight decay ${weightDecay}.`
  );
}

/** Where clients learn more than their labels. */
function goalSentence({ localLoss }: RunSettings): string[] {
  switch (localLoss.kind) {
    case "cross-entropy":
      return [];
    case "fedlec":
      return [
        `Its loss is FedLEC’s: cross entropy, calibration ${localLoss.calibration}, distillation ` +
          `${localLoss.distillation} of the round’s model on the classes it has not.`,
      ];
    case "distillation": {
      const { weight, temperature, teacher, teacherEpochs } = localLoss;
      const teachers = {
        global: "the round’s model",
        ann: `its ANN twin, trained by the client for ${plural(teacherEpochs, "epoch")} before,`,
      };
      return [
        `Its loss has a share of ${weight} for imitating ${teachers[teacher]} at ` +
          `temperature ${temperature}.`,
      ];
    }
  }
}

/** Where the gradient is another one than that of back-propagation through time. */
function ruleSentence({ localRule }: RunSettings): string[] {
  switch (localRule.kind) {
    case "surrogate-bptt":
      return [];
    case "proxy":
      return ["It learns by proxy: its gradient is that of the ANN twin on the same weights."];
    case "tandem":
      return [
        `It learns in tandem: each hidden layer imitates its ANN twin’s (weight ${localRule.weight}), ` +
          `which the client trains for ${plural(localRule.teacherEpochs, "epoch")} before.`,
      ];
  }
}

function normSentence({ localNorm }: RunSettings): string[] {
  if (!localNorm) return [];
  return [
    "Norm layers stay with their clients, after FedBN: a client takes the weights of the round’s model and goes on with its own norm. The group model is judged with the mean of the norms that a round’s clients sent, with which none of them trains.",
  ];
}

function disturbances(data: ReportData): string[] {
  const { stragglerProbability, gradientNoise, attackers } = data.settings;
  const begin = (key: keyof LiveSettings, words: string) =>
    isChanged(data, key) ? `At first ${words[0]!.toLowerCase()}${words.slice(1)}` : words;
  const sentences: string[] = [];
  if (attackers !== null) {
    sentences.push(`A share of ${attackers.share} of the clients attacks (${attackers.kind}).`);
  }
  if (stragglerProbability > 0) {
    const words = `Each invited client drops out with a chance of ${stragglerProbability} before it begins; as many as must report are spared.`;
    sentences.push(begin("stragglerProbability", words));
  }
  if (gradientNoise > 0) {
    const words = `Updates get normal noise of ${gradientNoise} times their mean change.`;
    sentences.push(begin("gradientNoise", words));
  }
  return sentences;
}

/** Where updates are smaller than what was learned. */
function encodingSentence({ updateEncoding }: RunSettings): string[] {
  switch (updateEncoding.kind) {
    case "float32":
      return [];
    case "float16":
      return ["Updates were sent as 16-bit floats."];
    case "int8":
      return ["Updates were sent with 8 bits a value, rounded up or down by chance."];
    case "top-k":
      return [
        `Of an update the largest values were sent, a share of ${updateEncoding.share} of each ` +
          `tensor; clients kept the rest for their next update.`,
      ];
  }
}

function judgingSentence({ settings, testSeed }: ReportData): string {
  const { testSamples, validationSamples, evaluateEvery, seed } = settings;
  const when = evaluateEvery === 1 ? "every round" : `every ${evaluateEvery} rounds`;
  const chosen = testSeed === null ? "" : `, chosen with seed ${testSeed}`;
  return (
    `The group model is judged after ${when} on ${plural(testSamples, "held-out picture")}${chosen}. ` +
    (validationSamples > 0
      ? `It is judged as well on ${plural(validationSamples, "validation picture")}: training pictures that no client has. `
      : "No validation pictures are kept. ") +
    `The seed of the run is ${seed}.`
  );
}

/** What follows from an evaluation, where anything does. */
function verdictSentences(settings: RunSettings): string[] {
  const { patience, minDelta, gateDrop, validationSamples } = settings;
  const points = (value: number) => plural(value, "point");
  const gain = minDelta > 0 ? `better by more than ${points(minDelta)}` : "better";
  const stop =
    patience === null
      ? []
      : [
          `The run ends when ${plural(patience, "evaluation")} in a row ${patience === 1 ? "is" : "are"} not ${gain}.`,
        ];
  const gate =
    gateDrop === null
      ? []
      : [`A round that lowers the accuracy by more than ${points(gateDrop)} is taken back.`];
  const which = validationSamples > 0 ? "validation" : "test";
  const verdicts = [...stop, ...gate];
  return verdicts.length === 0
    ? []
    : [...verdicts, `The accuracy on the ${which} pictures decides that.`];
}
