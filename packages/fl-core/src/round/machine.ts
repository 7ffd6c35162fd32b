// The life of a run: lobby -> selecting -> training -> aggregating -> evaluating -> ... -> done.
//
// Pure. Time arrives with each event; work leaves as effects, which the coordinator performs and
// whose results come back as events. An event that has no meaning in a phase changes nothing.

import { aggregated, aggregationFailed, evaluated, roundOver, worthless } from "./advance.ts";
import { stepModeChanged } from "./adjust.ts";
import { close, closeIfDue } from "./close.ts";
import { drop } from "./drop.ts";
import { lapse, leasesFor, renew, withoutLease } from "./lease.ts";
import { tryOpen } from "./open.ts";
import { inviteAgain, pause, resume, stop } from "./pause.ts";
import { isOpen, minus, owners, plus, sitsOut } from "./state.ts";
import { takeResult, type Result } from "./take-result.ts";
import { takeUpdate } from "./take-update.ts";
import type { Client, RoundEvent, RoundState, Rules, Step } from "./types.ts";

/**
 * One event. Afterwards set a timer for `nextTickMs(state)`. `alive` comes often and closes nothing.
 *
 * @param nowMs The coordinator's clock; an open round's deadline is on the same clock.
 */
export function step(state: RoundState, event: RoundEvent, nowMs: number, rules: Rules): Step {
  if (event.type === "alive") return unchanged(renew(state, event.client, nowMs, rules));
  const first = take(state, event, nowMs, rules);
  const due = closeIfDue(lapse(first.state, nowMs), nowMs, rules);
  return { state: due.state, effects: [...first.effects, ...due.effects] };
}

type Weighty = Exclude<RoundEvent, { type: "alive" }>;

function take(state: RoundState, event: Weighty, nowMs: number, rules: Rules): Step {
  switch (event.type) {
    case "join":
      return join(state, event, nowMs, rules);
    case "leave":
      return giveUp({ ...state, present: minus(state.present, event.client) }, event.client);
    case "failed":
      return event.round === state.round ? giveUp(state, event.client) : unchanged(state);
    case "update":
      return takeUpdate(state, event);
    case "drop":
      return drop(state, event.clients);
    case "step-mode":
      return stepModeChanged(state, nowMs, rules);
    case "tick":
      return tryOpen(state, nowMs, rules);
    case "aggregated":
    case "aggregation-failed":
    case "evaluated":
    case "evaluation-failed":
      return resultOf(state, event, nowMs, rules);
    default:
      return commands[event.type](state, nowMs, rules);
  }
}

function resultOf(state: RoundState, event: Result, nowMs: number, rules: Rules): Step {
  const next = takeResult<Step>(state, event, {
    aggregated: (model) => aggregated(state, model, nowMs, rules),
    aggregationFailed: () => aggregationFailed(state),
    evaluated: (accuracy) => evaluated(state, accuracy, nowMs, rules),
    worthless: () => worthless(state, nowMs, rules),
    notMeasured: () => roundOver(state, nowMs, rules),
  });
  return next ?? unchanged(state);
}

type Obey = (state: RoundState, nowMs: number, rules: Rules) => Step;

/** The host's word. */
const commands: Record<"start" | "pause" | "resume" | "next" | "stop", Obey> = {
  ...{ start, pause, resume, next, stop },
};

function start(state: RoundState, nowMs: number, rules: Rules): Step {
  if (state.phase !== "lobby") return unchanged(state);
  const opened = tryOpen({ ...state, phase: "selecting" }, nowMs, rules);
  return { state: opened.state, effects: [{ type: "say", what: "started" }, ...opened.effects] };
}

function next(state: RoundState, nowMs: number, rules: Rules): Step {
  if (state.phase === "training") return close(state, "host", nowMs, rules);
  if (state.phase !== "selecting") return unchanged(state);
  return tryOpen({ ...state, stepAllowed: true, notBeforeMs: null }, nowMs, rules);
}

/** A member of an open round that comes back without having reported is expected again. */
function join(
  state: RoundState,
  { client, samples }: Extract<RoundEvent, { type: "join" }>,
  nowMs: number,
  rules: Rules,
): Step {
  const known = samples === undefined ? state.samples : new Map(state.samples).set(client, samples);
  const here: RoundState = { ...state, present: plus(state.present, client), samples: known };
  const isAsked = state.cohort.has(client) && !sitsOut(state, client);
  const isExpected = isAsked && !owners(state).includes(client);
  if (!isOpen(state) || !isExpected) return tryOpen(here, nowMs, rules);
  const leases = new Map([...here.leases, ...leasesFor([client], nowMs, rules)]);
  const back: RoundState = { ...here, leases, givenUp: minus(here.givenUp, client) };
  const invitations = inviteAgain({ ...back, cohort: new Set([client]) });
  return { state: back, effects: invitations };
}

/** Nothing more is expected of this client in the open round. What it has sent stays. */
function giveUp(state: RoundState, client: Client): Step {
  if (!isOpen(state) || !state.cohort.has(client) || owners(state).includes(client)) {
    return unchanged(state);
  }
  const leases = withoutLease(state, client);
  return unchanged({ ...state, leases, givenUp: plus(state.givenUp, client) });
}

function unchanged(state: RoundState): Step {
  return { state, effects: [] };
}
