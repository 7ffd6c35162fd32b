// Where nobody works: in a pause, and after the end.

import type { EndedWhy } from "@spikefed/protocol";

import type { RoundEffect } from "../round/types.ts";
import { withoutWork } from "./state.ts";
import { stopTime } from "./time.ts";
import type { BufferState, BufferStep } from "./types.ts";

type From = NonNullable<BufferState["pausedFrom"]>["phase"];

/** Into `paused`, to come back to `phase`. What is at work stops, and is kept. */
export function rest(state: BufferState, phase: From, nowMs: number): BufferStep {
  const here = [...state.atWork.values()].filter(({ client }) => state.present.has(client));
  const stops = here.map(({ client, round }): RoundEffect & { type: "cancel" } => {
    return { type: "cancel", round, clients: [client], why: "paused" };
  });
  const pausedFrom = { phase, remainingMs: null };
  return {
    state: { ...stopTime(state, nowMs), phase: "paused", pausedFrom, pauseAsked: false },
    effects: [...stops, { type: "say", what: "paused" }],
  };
}

export function end(state: BufferState, why: EndedWhy): BufferStep {
  const works = [...state.atWork.values()];
  const none = withoutWork(
    state,
    works.map(({ client }) => client),
  );
  const over = { notBeforeMs: null, pausedFrom: null, stoppedMs: null } as const;
  return {
    state: { ...none, ...over, phase: "done", pauseAsked: false, stopAsked: false },
    effects: [
      ...works.map((work) => ({ type: "give-up", work, why: "stopped" }) as const),
      { type: "end", why, best: state.standing.best },
    ],
  };
}
