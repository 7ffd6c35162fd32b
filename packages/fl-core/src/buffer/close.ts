// Closing a buffer: it is full, nobody is left to wait for, or the host says so. What is averaged.

import type { ClosedWhy } from "@spikefed/protocol";

import { sorted } from "../round/state.ts";
import { stalenessIn, withoutWork } from "./state.ts";
import { stopTime } from "./time.ts";
import type { BufferRules, BufferState, BufferStep, Work } from "./types.ts";

/**
 * What would be too old in the next buffer is given up, and told as missing; when no buffer follows,
 * so is all that is still at work.
 */
export function close(
  state: BufferState,
  why: ClosedWhy,
  nowMs: number,
  rules: BufferRules,
): BufferStep {
  const { round, stopAsked } = state;
  const works = [...state.atWork.values()];
  const old = works.filter((work) => stalenessIn(round + 1, work) > rules.maxStaleness);
  const isLast = stopAsked || round >= rules.rounds;
  const ended = isLast ? works : old;
  const clientsOf = (all: readonly Work[]) => all.map(({ client }) => client);
  const rest = stopTime(withoutWork(state, clientsOf(ended)), nowMs);
  const averaging = average({ ...rest, lost: new Set(), notBeforeMs: null });
  const reported = byClient(state).map(({ client }) => client);
  return {
    state: averaging.state,
    effects: [
      ...ended.map((work) => ({ type: "give-up", work, why: "closed" }) as const),
      {
        ...({ type: "close", round, why, reported } as const),
        missing: sorted(new Set([...clientsOf(ended), ...state.lost])),
        ...{ needed: rules.minReports, working: sorted(rest.atWork.keys()) },
      },
      ...averaging.effects,
    ],
  };
}

/** The updates go out in the order of their owners' numbers, so that records compare. */
export function average(state: BufferState): BufferStep {
  const { round, model: base, newest } = state;
  return {
    state: { ...state, phase: "aggregating", pausedFrom: null },
    effects: [{ type: "aggregate", round, base, version: newest + 1, updates: byClient(state) }],
  };
}

const byClient = ({ accepted }: BufferState) => [...accepted].sort((a, b) => a.client - b.client);
