// FedBuff: the life of a run without rounds that wait. Clients work all the time, each from the model
// that was the newest when it began; whenever a buffer is full its updates make the next model, each
// weighing the less the more models were made since it was begun.
//
// Pure, like the round machine: work leaves as effects, results come back as events. Other than in
// the paper a client has one turn in a buffer at most, so that no fast device fills it alone, and
// work that would be too old in the next buffer is given up at once instead of when it arrives.
//
// See Nguyen et al., Federated Learning with Buffered Asynchronous Aggregation, AISTATS 2022,
// algorithm 1.

import { judge, noStanding, WORTHLESS } from "../round/standing.ts";
import { plus, sorted } from "../round/state.ts";
import type { Model, RoundEffect } from "../round/types.ts";
import { giveWork } from "./give-work.ts";
import type { BufferEvent, BufferRules, BufferState, BufferStep, Work } from "./types.ts";

/** A run that nobody has started. */
export function initialBuffer(model: Model): BufferState {
  return {
    ...{ phase: "lobby", round: 1, model, newest: model.version, standing: noStanding },
    ...{ present: new Set(), samples: new Map(), invitedIn: new Map() },
    ...{ atWork: new Map(), given: 0, accepted: [], resting: new Set() },
  };
}

/** One event; one that has no meaning in a phase changes nothing. */
export function stepBuffer(state: BufferState, event: BufferEvent, rules: BufferRules): BufferStep {
  switch (event.type) {
    case "start":
      return state.phase === "lobby" ? start(state, rules) : unchanged(state);
    case "join": {
      const { client, samples } = event;
      const known = new Map(state.samples).set(client, samples);
      const here = { ...state, present: plus(state.present, client), samples: known };
      return state.phase === "training" ? giveWork(here, rules) : unchanged(here);
    }
    case "update": {
      const { update } = event;
      if (!isAwaited(state, update.client)) return unchanged(state);
      const accepted = [...state.accepted, update];
      return turnOver({ ...state, accepted }, update.client, rules);
    }
    case "failed":
      return isAwaited(state, event.client)
        ? turnOver(state, event.client, rules)
        : unchanged(state);
    case "aggregated":
      return state.phase === "aggregating"
        ? aggregated(state, event.model, rules)
        : unchanged(state);
    case "evaluated":
      return state.phase === "evaluating"
        ? evaluated(state, event.accuracy, rules)
        : unchanged(state);
  }
}

/** While a model is made and judged, whoever drives the machine holds back what arrives. */
const isAwaited = ({ phase, atWork }: BufferState, client: number): boolean =>
  phase === "training" && atWork.has(client);

const unchanged = (state: BufferState): BufferStep => ({ state, effects: [] });

/** Models made since this work was begun, were it in the buffer of that round; also taken back ones. */
export const stalenessIn = (round: number, work: Work): number => round - work.round;

function start(state: BufferState, rules: BufferRules): BufferStep {
  const opened = open({ ...state, phase: "training" }, rules);
  return { state: opened.state, effects: [{ type: "say", what: "started" }, ...opened.effects] };
}

function open(state: BufferState, rules: BufferRules): BufferStep {
  const { state: next, effects } = giveWork(state, rules);
  const { round, model } = next;
  const atWork = sorted(next.atWork.keys());
  const goal = rules.bufferSize;
  const opening = { type: "open", round, atWork, goal, modelHash: model.hash } as const;
  return { state: next, effects: [...effects, opening] };
}

/** Its work is over; another one begins, or the buffer closes. */
function turnOver(state: BufferState, client: number, rules: BufferRules): BufferStep {
  const atWork = without(state.atWork, (work) => work.client === client);
  const rested = { ...state, atWork, resting: plus(state.resting, client) };
  if (rested.accepted.length >= rules.bufferSize) return close(rested, "goal", rules);
  const next = giveWork(rested, rules);
  const isLast = next.state.atWork.size === 0 && next.state.accepted.length >= rules.minReports;
  return isLast ? close(rested, "all-reported", rules) : next;
}

/** What would be too old in the next buffer is given up: it is told as missing. */
function close(state: BufferState, why: "goal" | "all-reported", rules: BufferRules): BufferStep {
  const { round, model: base, newest } = state;
  const isOld = (work: Work) => stalenessIn(round + 1, work) > rules.maxStaleness;
  const old = [...state.atWork.values()].filter(isOld);
  const updates = [...state.accepted].sort((a, b) => a.client - b.client);
  const reported = updates.map(({ client }) => client);
  const missing = sorted(old.map(({ client }) => client));
  const needed = rules.minReports;
  return {
    state: { ...state, phase: "aggregating", atWork: without(state.atWork, isOld) },
    effects: [
      ...old.map((work) => ({ type: "give-up", work }) as const),
      { type: "close", round, why, reported, missing, needed },
      { type: "aggregate", round, base, version: newest + 1, updates },
    ],
  };
}

function aggregated(state: BufferState, model: Model, rules: BufferRules): BufferStep {
  const { round } = state;
  const newest = Math.max(state.newest, model.version);
  const next: BufferState = {
    ...{ ...state, phase: "evaluating", model, newest, accepted: [], resting: new Set() },
  };
  if (round >= rules.rounds || round % rules.evaluateEvery === 0) {
    return { state: next, effects: [{ type: "evaluate", round, modelHash: model.hash }] };
  }
  const gone = roundOver(next, rules);
  return { state: gone.state, effects: [{ type: "skip-evaluation", round }, ...gone.effects] };
}

/** A model that fell too far is taken back, and with it the work that was begun from it. */
function evaluated(state: BufferState, accuracy: number | null, rules: BufferRules): BufferStep {
  const { round, model } = state;
  const now = { round, model, accuracy: accuracy ?? WORTHLESS };
  const isPassed = accuracy === null && (rules.gateDrop === null || state.standing.good === null);
  if (isPassed) return roundOver(state, rules);
  const { standing, fallBack, isOver } = judge(state.standing, now, rules);
  if (fallBack === null) return roundOver({ ...state, standing }, rules, isOver);
  const { version } = fallBack.model;
  const isTakenBack = ({ base }: Work) => base.version > version;
  const lost = [...state.atWork.values()].filter(isTakenBack);
  const atWork = without(state.atWork, isTakenBack);
  const back: RoundEffect = {
    ...{ type: "roll-back", round, since: fallBack.round + 1, to: fallBack, accuracy },
  };
  const next = roundOver({ ...state, standing, model: fallBack.model, atWork }, rules, isOver);
  const lostWork = lost.map((work) => ({ type: "give-up", work }) as const);
  return { state: next.state, effects: [back, ...lostWork, ...next.effects] };
}

function roundOver(state: BufferState, rules: BufferRules, isOver = false): BufferStep {
  const { best } = state.standing;
  if (state.round < rules.rounds && !isOver) {
    return open({ ...state, phase: "training", round: state.round + 1 }, rules);
  }
  const why = state.round >= rules.rounds ? "rounds" : "no-improvement";
  const done: BufferState = { ...state, phase: "done", atWork: new Map() };
  return { state: done, effects: [{ type: "end", why, best }] };
}

function without(
  atWork: BufferState["atWork"],
  isGone: (work: Work) => boolean,
): BufferState["atWork"] {
  return new Map([...atWork].filter(([, work]) => !isGone(work)));
}
