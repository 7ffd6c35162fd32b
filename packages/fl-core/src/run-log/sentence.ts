// An event of the run log in plain English, for the host's log and the report.

import type { LogEvent } from "@spikefed/protocol";

import { formatCount, formatPercent, plural } from "./figures.ts";
import { modelName } from "./model-name.ts";

/**
 * One or two sentences.
 *
 * @param nameOf How a volunteer is called; the log itself knows only numbers.
 */
export function sentence(
  event: LogEvent,
  nameOf: (client: number) => string = (client) => `Volunteer ${client}`,
): string {
  return aboutRun(event) ?? aboutClient(event, nameOf) ?? aboutRound(event);
}

function aboutRun(event: LogEvent): string | null {
  switch (event.type) {
    case "run-opened": {
      const { settings, dataset, model } = event;
      const drawn = dataset.procedural ? " These are drawn shapes, not photographs." : "";
      return (
        `A run was set up: ${modelName(settings)} with ${formatCount(model.parameters)} parameters, ` +
        `${plural(settings.rounds, "round")}, on ${dataset.name} (${dataset.source}).${drawn}`
      );
    }
    case "run-started":
      return "The host started the run.";
    case "settings-changed":
      return changeWords(event);
    case "paused":
      return "The run is paused.";
    case "resumed":
      return "The run goes on.";
    case "restarted":
      return `The coordinator was started again and goes on in round ${event.round}.`;
    case "run-ended":
      return `${endings[event.why]}${bestWords(event)}`;
    default:
      return null;
  }
}

/** "From round 4 on: “Wait for me” between rounds, gradient noise 0.2.", in the words of its buttons. */
function changeWords({ round, changes }: LogEvent & { type: "settings-changed" }): string {
  const { stepMode, stragglerProbability, gradientNoise, participants } = changes;
  const words = [
    stepMode === undefined
      ? null
      : `“${stepMode ? "Wait for me" : "Go on by itself"}” between rounds`,
    participants === undefined ? null : partWords(participants),
    stragglerProbability === undefined ? null : stragglerWords(stragglerProbability),
    gradientNoise === undefined ? null : `gradient noise ${gradientNoise}`,
  ].filter((each) => each !== null);
  return `The host changed the run, from round ${round} on: ${words.join(", ")}.`;
}

const partWords = (participants: number | null): string =>
  participants === null
    ? "everybody present takes part"
    : `${plural(participants, "volunteer")} ${participants === 1 ? "takes" : "take"} part at a time`;

const stragglerWords = (probability: number): string =>
  `each of the chosen drops out with a chance of ${formatPercent(probability)} ` +
  `(never the first, nor others that must report)`;

const listOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const endings = {
  host: "The host ended the run.",
  rounds: "All rounds are done.",
  "no-improvement": "The run ended by itself: the accuracy did not get better any more.",
};

const onWords = ({ on }: { on?: "validation" }) =>
  on === "validation" ? " on the validation pictures" : "";

function bestWords({ best }: LogEvent & { type: "run-ended" }): string {
  if (best === undefined) return "";
  return ` The best model is that of round ${best.round}: ${formatPercent(best.accuracy)}${onWords(best)}.`;
}

const leavings = {
  said: "left.",
  lost: "lost the connection.",
  removed: "was removed by the host.",
};

function aboutClient(event: LogEvent, nameOf: (client: number) => string): string | null {
  switch (event.type) {
    case "joined":
      return `${nameOf(event.client)} joined with ${plural(event.samples, "training picture")}.`;
    case "rejoined":
      return `${nameOf(event.client)} is back.`;
    case "left":
      return `${nameOf(event.client)} ${leavings[event.why]}`;
    case "work-begun":
      return `${nameOf(event.client)} began, in round ${event.round}.`;
    case "update-accepted": {
      const { client, round, accuracy, staleness = 0 } = event;
      const right = accuracy === null ? "" : ` (${formatPercent(accuracy)} right while training)`;
      const old = staleness === 0 ? "" : `, begun ${plural(staleness, "model")} ago`;
      return `${nameOf(client)} sent the update for round ${round}${old}${right}.`;
    }
    case "update-refused":
      return (
        `An update of ${nameOf(event.client)} for round ${event.round} was not counted: ` +
        `${event.fact}.`
      );
    case "update-lost":
      return (
        `The update of ${nameOf(event.client)} for round ${event.round} is left out: ` +
        `${event.fact}. It is asked for again.`
      );
    case "dropped":
      return `By the host's choice without ${listOf(event.clients.map(nameOf))}: round ${event.round}.`;
    case "training-failed":
      return `${nameOf(event.client)} could not finish round ${event.round}: ${event.fact}.`;
    case "device-restarted":
      return `${nameOf(event.client)} begins round ${event.round} again: ${event.fact}.`;
    default:
      return null;
  }
}

const closings = {
  "all-reported": "nobody is left to wait for.",
  goal: "that was enough.",
  deadline: "time was up.",
  host: "the host went on.",
};

const accuracyOn = ({ correct, samples }: { correct: number; samples: number }, noun: string) =>
  `${samples > 0 ? formatPercent(correct / samples) : "not measured"} on ${plural(samples, noun)}`;

function aboutRound(event: LogEvent): string {
  switch (event.type) {
    case "round-opened": {
      const { round, cohort, stragglers = [], work = [] } = event;
      const dropped = stragglers.length;
      const more = dropped > 0 ? `; ${formatCount(dropped)} more dropped out as stragglers` : "";
      const cut = work.length > 0 ? ` Fewer pictures for ${work.length}, to be in time.` : "";
      return `Round ${round} opened with ${plural(cohort.length, "volunteer")}${more}.${cut}`;
    }
    case "round-closed": {
      const { round, reported, missing, why } = event;
      const all = new Set([...reported, ...missing]).size;
      return `Round ${round} closed with ${reported.length} of ${all}: ${closings[why]}`;
    }
    case "round-repeated": {
      const { round, reported, needed } = event;
      const kept = reported > 0 ? " What arrived is kept." : "";
      const arrived = plural(reported, "update");
      return `Round ${round} is repeated: ${arrived} arrived, ${needed} needed.${kept}`;
    }
    case "aggregated": {
      const { round, clients, samples } = event;
      return (
        `Round ${round} averaged from ${plural(clients.length, "update")} ` +
        `(${plural(samples, "training picture")}).`
      );
    }
    case "aggregation-failed":
      return `Round ${event.round} could not be averaged: ${event.fact}. The updates are kept.`;
    case "evaluated": {
      const { round, validation } = event;
      const more = validation ? `, ${accuracyOn(validation, "validation picture")}` : "";
      return `Round ${round}: accuracy ${accuracyOn(event, "held-out picture")}${more}.`;
    }
    case "rolled-back":
      return rollBackWords(event);
    case "evaluation-skipped":
      return `Round ${event.round} goes without a measurement, as set.`;
    case "evaluation-failed":
      return `Accuracy after round ${event.round} was not measured: ${event.fact}.`;
    default:
      return event.type;
  }
}

function rollBackWords(event: LogEvent & { type: "rolled-back" }): string {
  const { round, since, accuracy, before } = event;
  const why =
    accuracy === null
      ? "the loss of its model is not a number"
      : `accuracy fell from ${formatPercent(before)} to ${formatPercent(accuracy)}${onWords(event)}`;
  const which = since === round ? `Round ${round} is` : `Rounds ${since} to ${round} are`;
  return (
    `${which} taken back: ${why}. ` + `The next round starts from the model of round ${since - 1}.`
  );
}
