// One round in numbers, from the log. A round that was repeated is one round: its attempts add up.

import { askedIn, newestStanding, type RoundSummary, wilson } from "@spikefed/fl-core";
import type { LogBody, LogEvent } from "@spikefed/protocol";

/**
 * `measured`; `failed`: it was tried; `skipped`: the settings judge not every round; `open`: the
 * log ends before.
 */
export type Judging = "measured" | "failed" | "skipped" | "open";

export interface RoundFigures {
  round: number;
  /** Clients of all attempts, by number; with FedBuff those whose work ended in the round. */
  invited: number[];
  /** Chosen, but dropped out by the settings' own draw before they began; of all attempts. */
  stragglers: number[];
  /** Clients whose update is part of the average. */
  averaged: number[];
  /** Clients whose update arrived. */
  arrived: number[];
  refused: number[];
  failed: number[];
  /** That are counted; with FedBuff a client may have brought several. */
  updates: number;
  repeats: number;
  /** Training pictures behind the average; null: not averaged. */
  samples: number | null;
  /** From the first opening to the last closing, pauses included; null: not closed. */
  seconds: number | null;
  /** Training time of all updates that arrived, as the devices measured it. */
  deviceSeconds: number | null;
  /** Bytes of the updates that arrived. */
  bytesUp: number;
  /** Models sent out; see `isDownCounted`. */
  bytesDown: number;
  /** false: model size times invitations, not counted on the wire. */
  isDownCounted: boolean;
  trainLoss: number | null;
  trainAccuracy: number | null;
  judging: Judging;
  /** Right answers of `testSamples` held-out pictures. */
  correct: number | null;
  testSamples: number | null;
  accuracy: number | null;
  loss: number | null;
  /** On training pictures that no client has; null: not measured, or none are kept. */
  validation: RoundSummary["validation"];
  /** Its model was too far behind: the run went on from an earlier one. */
  rolledBack: boolean;
  /** null: not averaged. */
  modelHash: string | null;
  /** How far each averaged client moved (FedSNN's model deviation), by client. */
  deviations: { client: number; value: number }[] | null;
  /** Spikes per neuron and step of each spiking block while training; mean by pictures. */
  spikeRates: number[] | null;
}

export interface RoundQuestion {
  summary: RoundSummary;
  /** Those that name the round, in their order. */
  events: readonly LogEvent[];
  modelBytes: number;
  /** As counted; null: not counted. */
  bytesDown: number | null;
  /** Spiking blocks of the model: other lists of rates are not its own. */
  spikingBlocks: number;
}

export function roundFigures(question: RoundQuestion): RoundFigures {
  const { summary, events, modelBytes, bytesDown, spikingBlocks } = question;
  const { round, repeats, samples, trainLoss, trainAccuracy, loss, validation } = summary;
  const { reported, rolledBack, modelHash } = summary;
  const openings = all(events, "round-opened");
  const updates = all(events, "update-accepted");
  const aggregated = all(events, "aggregated").at(-1);
  const asked = askedIn(events);
  const invited = sorted(asked);
  const stragglers = sorted(openings.flatMap((opening) => opening.stragglers ?? []));
  return {
    ...{ round, invited, stragglers, repeats, samples, trainLoss, trainAccuracy, loss },
    ...{ validation, rolledBack, modelHash, updates: reported.length },
    averaged: sorted(aggregated?.clients ?? []),
    deviations: deviationsOf(aggregated),
    arrived: sorted(updates.map(({ client }) => client)),
    refused: sorted(all(events, "update-refused").map(({ client }) => client)),
    failed: sorted(all(events, "training-failed").map(({ client }) => client)),
    seconds: secondsOf(events),
    deviceSeconds: updates.length === 0 ? null : sum(updates.map(({ seconds }) => seconds)),
    bytesUp: summary.bytes,
    bytesDown: bytesDown ?? modelBytes * asked.length,
    isDownCounted: bytesDown !== null,
    ...judged(summary, events),
    spikeRates: meanRates(updates, spikingBlocks),
  };
}

/** It was to be judged: in a curve a failure is a gap, a round that was left out is none. */
export const isJudged = ({ judging }: RoundFigures): boolean =>
  judging === "measured" || judging === "failed";

/** Of the newest accuracy of a model that was not taken back; null: none was measured. */
export const newestFigures = (rounds: readonly RoundFigures[]): RoundFigures | null =>
  newestStanding(rounds);

/** 95 % interval of a round's accuracy; null: not measured. */
export const wilsonOf = ({ correct, testSamples }: RoundFigures) =>
  correct === null || testSamples === null ? null : wilson(correct, testSamples);

function judged(
  { accuracy, testSamples }: RoundSummary,
  events: readonly LogEvent[],
): Pick<RoundFigures, "judging" | "correct" | "testSamples" | "accuracy"> {
  const correct = all(events, "evaluated").at(-1)?.correct ?? null;
  if (accuracy !== null) return { judging: "measured", correct, testSamples, accuracy };
  const has = (type: LogBody["type"]) => events.some((event) => event.type === type);
  const otherwise = has("evaluation-skipped") ? "skipped" : "open";
  return {
    ...{ judging: has("evaluation-failed") ? "failed" : otherwise },
    ...{ correct: null, testSamples: null, accuracy: null },
  };
}

type OfType<Type> = Extract<LogBody, { type: Type }> & { atMs: number };
type Update = OfType<"update-accepted">;

function all<Type extends LogBody["type"]>(
  events: readonly LogEvent[],
  type: Type,
): OfType<Type>[] {
  return events.filter((event) => event.type === type) as unknown as OfType<Type>[];
}

function deviationsOf(event: OfType<"aggregated"> | undefined): RoundFigures["deviations"] {
  const { clients = [], deviations = [] } = event ?? {};
  if (deviations.length === 0 || deviations.length !== clients.length) return null;
  return clients
    .map((client, i) => ({ client, value: deviations[i]! }))
    .sort((a, b) => a.client - b.client);
}

function secondsOf(events: readonly LogEvent[]): number | null {
  const opened = all(events, "round-opened")[0]?.atMs;
  const closed = all(events, "round-closed").at(-1)?.atMs;
  return opened === undefined || closed === undefined ? null : (closed - opened) / 1000;
}

/** Updates whose list has another length say nothing about this model. */
function meanRates(updates: readonly Update[], spikingBlocks: number): number[] | null {
  const known = updates.filter(({ spikeRates }) => spikeRates.length === spikingBlocks);
  const total = sum(known.map(({ samples }) => samples));
  if (spikingBlocks === 0 || total === 0) return null;
  return Array.from({ length: spikingBlocks }, (_, block) =>
    sum(known.map(({ samples, spikeRates }) => (samples / total) * spikeRates[block]!)),
  );
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Each once, by number. */
const sorted = (clients: readonly number[]): number[] =>
  [...new Set(clients)].sort((a, b) => a - b);
