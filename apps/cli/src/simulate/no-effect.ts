// Keys of an experiment that change nothing beside its others, as sentences for the person. Pure.

import { type Experiment, experimentSettings, isAnnPreset } from "@spikefed/protocol";

/** A line for each; none: all have an effect. */
export const noEffectLines = (experiment: Experiment): string[] => [
  ...lateDrops(experiment),
  ...sparedStragglers(experiment),
  ...stepsOfAnn(experiment),
];

/** A drop comes after its round, so that of the last one comes too late. */
function lateDrops({ learningRateDrops, rounds }: Experiment): string[] {
  const late = learningRateDrops.rounds.filter((round) => round >= rounds);
  if (late.length === 0) return [];
  return [
    `learningRateDrops.rounds has no effect at ${late.join(", ")}: the run ends with round ${rounds}.`,
  ];
}

function sparedStragglers(experiment: Experiment): string[] {
  const { stragglerProbability, participants, clients } = experiment;
  const invited = participants ?? clients;
  const { minReports } = experimentSettings(experiment);
  if (stragglerProbability === 0 || invited > minReports) return [];
  return [
    `stragglerProbability has no effect: as many as must report are spared, and with participants ${invited} that is everybody.`,
  ];
}

function stepsOfAnn({ network, model, timesteps, coding }: Experiment): string[] {
  if (network !== "ann") return [];
  const why = isAnnPreset(model) ? `${model} has no spikes` : "the network is ann";
  return Object.entries({ timesteps, coding })
    .filter(([, value]) => value !== null)
    .map(([key]) => `${key} has no effect: ${why}.`);
}
