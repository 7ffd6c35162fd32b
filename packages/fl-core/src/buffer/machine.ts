// FedBuff: the life of a run without rounds that wait. Clients work all the time, each from the model
// that was the newest when it began; whenever a buffer is full its updates make the next model, each
// weighing the less the more models were made since it was begun.
//
// Pure, and of the same words as the round machine: work leaves as effects, results come back as
// events. Other than in the paper a client has one turn in a buffer at most, so that no fast device
// fills it alone, and work that would be too old in the next buffer is given up at once instead of
// when it arrives.
//
// See Nguyen et al., Federated Learning with Buffered Asynchronous Aggregation, AISTATS 2022,
// algorithm 1.

import { droppableRound } from "../round/drop.ts";
import { leasesFor } from "../round/lease.ts";
import { minus, plus } from "../round/state.ts";
import { takeResult, type Result } from "../round/take-result.ts";
import { aggregated, aggregationFailed, evaluated, roundOver, worthless } from "./advance.ts";
import { settle, tryOpen } from "./open.ts";
import { next, pause, resume, stop } from "./pause.ts";
import { loseWork, unchanged, withoutWork } from "./state.ts";
import { takeUpdate } from "./take-update.ts";
import { renew } from "./time.ts";
import type { BufferEvent, BufferRules, BufferState, BufferStep } from "./types.ts";

type Event<T extends BufferEvent["type"]> = Extract<BufferEvent, { type: T }>;

/**
 * One event; one that has no meaning in a phase changes nothing. Afterwards set a timer for the next
 * `tick`. `alive` comes often and closes nothing.
 */
export function stepBuffer(
  state: BufferState,
  event: BufferEvent,
  nowMs: number,
  rules: BufferRules,
): BufferStep {
  if (event.type === "alive") return unchanged(renew(state, event.client, nowMs, rules));
  const first = take(state, event, nowMs, rules);
  const due = settle(first.state, nowMs, rules);
  return { state: due.state, effects: [...first.effects, ...due.effects] };
}

type Weighty = Exclude<BufferEvent, { type: "alive" }>;

function take(state: BufferState, event: Weighty, nowMs: number, rules: BufferRules): BufferStep {
  switch (event.type) {
    case "join":
      return join(state, event, nowMs, rules);
    case "leave":
      return unchanged(leave(state, event.client));
    case "failed":
      return unchanged(fail(state, event));
    case "update":
      return takeUpdate(state, event);
    case "drop":
      return drop(state, event.clients);
    case "tick":
      return tryOpen(state, nowMs, rules);
    case "step-mode":
      return unchanged(state); // there is none
    case "aggregated":
    case "aggregation-failed":
    case "evaluated":
    case "evaluation-failed":
      return resultOf(state, event, nowMs, rules);
    default:
      return commands[event.type](state, nowMs, rules);
  }
}

function resultOf(
  state: BufferState,
  event: Result,
  nowMs: number,
  rules: BufferRules,
): BufferStep {
  const next = takeResult<BufferStep>(state, event, {
    aggregated: (model) => aggregated(state, model, nowMs, rules),
    aggregationFailed: () => aggregationFailed(state, nowMs),
    evaluated: (accuracy) => evaluated(state, accuracy, nowMs, rules),
    worthless: () => worthless(state, nowMs, rules),
    notMeasured: () => roundOver(state, nowMs, rules),
  });
  return next ?? unchanged(state);
}

type Obey = (state: BufferState, nowMs: number, rules: BufferRules) => BufferStep;

/** The host's word. */
const commands: Record<"start" | "pause" | "resume" | "next" | "stop", Obey> = {
  ...{ start, pause, resume, next, stop },
};

function start(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  if (state.phase !== "lobby") return unchanged(state);
  const opened = tryOpen({ ...state, phase: "selecting" }, nowMs, rules);
  return { state: opened.state, effects: [{ type: "say", what: "started" }, ...opened.effects] };
}

/** Who comes back to its work is told of it again; in a pause with all others when it ends. */
function join(
  state: BufferState,
  { client, samples }: Event<"join">,
  nowMs: number,
  rules: BufferRules,
): BufferStep {
  const known = samples === undefined ? state.samples : new Map(state.samples).set(client, samples);
  const here = { ...state, present: plus(state.present, client), samples: known };
  const work = state.atWork.get(client);
  if (work === undefined) return tryOpen(here, nowMs, rules);
  const leases = new Map([...state.leases, ...leasesFor([client], nowMs, rules)]);
  const back = { ...here, idle: minus(state.idle, client), leases };
  const opened = tryOpen(back, nowMs, rules);
  if (state.phase === "paused") return opened;
  return { state: opened.state, effects: [{ type: "ask", work }, ...opened.effects] };
}

/** Its work is kept, and its place is another's. */
function leave(state: BufferState, client: number): BufferState {
  const present = minus(state.present, client);
  const idle = state.atWork.has(client) ? plus(state.idle, client) : state.idle;
  return { ...state, present, idle };
}

/**
 * Its turn in the open or next buffer is over without an update. It is missing there, unless it begins
 * again before the close: no other line may tell of it.
 */
function fail(state: BufferState, { client, round }: Event<"failed">): BufferState {
  if (state.atWork.get(client)?.round !== round) return state;
  const { lost, resting } = state;
  const out = { lost: plus(lost, client), resting: plus(resting, client) };
  return { ...withoutWork(state, [client]), ...out };
}

/** They sit the open or next round out, and their work is given up; what they have sent counts. */
function drop(state: BufferState, clients: readonly number[]): BufferStep {
  const round = droppableRound(state);
  const these = clients.map((client) => [client, round] as const);
  const dropped = new Map([...state.dropped, ...these]);
  return loseWork({ ...state, dropped }, clients, "dropped");
}
