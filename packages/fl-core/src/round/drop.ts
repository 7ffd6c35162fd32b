// The host has clients sit a round out.

import { cancel } from "./close.ts";
import { isOpen, owners, plus, working } from "./state.ts";
import type { Client, RoundEffect, RoundState, Step } from "./types.ts";

/**
 * The open round goes on without these, or the next one where none is open. What they have sent
 * stays counted: it was acknowledged. What is still on its way is refused.
 */
export function drop(state: RoundState, clients: readonly Client[]): Step {
  const round = droppableRound(state);
  const dropped = new Map(state.dropped);
  for (const client of clients) dropped.set(client, round);
  if (!isOpen(state)) return { state: { ...state, dropped }, effects: [] };
  const effects = cancelThese(state, clients);
  const have = owners(state);
  const isAwaited = (client: Client) => state.cohort.has(client) && !have.includes(client);
  const givenUp = clients.filter(isAwaited).reduce(plus, state.givenUp);
  return { state: { ...state, dropped, givenUp }, effects };
}

/** The round that a drop is for: one that was closed is not changed any more. */
export function droppableRound({
  phase,
  pausedFrom,
  round,
}: Pick<RoundState, "phase" | "pausedFrom" | "round">): number {
  const at = phase === "paused" ? pausedFrom?.phase : phase;
  return at === "aggregating" || at === "evaluating" ? round + 1 : round;
}

/** In a pause they have stopped already. */
function cancelThese(state: RoundState, clients: readonly Client[]): RoundEffect[] {
  if (state.phase !== "training") return [];
  const theirs = working(state).filter((client) => clients.includes(client));
  return cancel(state, theirs, "dropped");
}
