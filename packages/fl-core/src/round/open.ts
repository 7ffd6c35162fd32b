// Opening a round: when, and who is invited.

import { sample } from "../random/choice.ts";
import { createRandom, uniform, type Random } from "../random/generator.ts";
import { average } from "./average.ts";
import { owners, sorted } from "./state.ts";
import type { Client, RoundState, Rules, Step } from "./types.ts";

/**
 * Opens the round when nothing stands in the way: the host, the wait after an attempt that broke
 * off early, or too few clients. Owners of updates that the round already has are not invited again;
 * when those updates are enough and nobody else can be asked, they are averaged. Of the chosen some
 * drop out at once (`Rules.stragglerProbability`); each attempt of a round draws anew.
 */
export function tryOpen(state: RoundState, nowMs: number, rules: Rules): Step {
  const { phase, stepAllowed, notBeforeMs } = state;
  const mustWait = !stepAllowed || (notBeforeMs !== null && nowMs < notBeforeMs);
  if (phase !== "selecting" || mustWait) return { state, effects: [] };
  const have = owners(state);
  const free = sorted([...state.present].filter((client) => !have.includes(client)));
  const needed = Math.max(rules.minReports - have.length, 0);
  const wanted = Math.max(rules.participants ?? Infinity, rules.minReports) - have.length;
  const size = Math.min(free.length, Math.max(wanted, 0));
  if (size === 0 && have.length > 0 && needed === 0) return closeFull(state, have);
  if (size < Math.max(needed, 1)) return { state, effects: [] };
  const random = createRandom(rules.seed, state.round, state.attempt);
  const chosen = sample(random, free, size);
  const spared = Math.max(needed, 1);
  const stragglers = drawStragglers(random, chosen.slice(spared), rules.stragglerProbability);
  const cohort = chosen.filter((client) => !stragglers.includes(client));
  return invite(state, sorted(cohort), stragglers, nowMs + rules.roundMs);
}

/**
 * Each of these with the same probability, independently.
 *
 * @see Venkatesha et al., arXiv 2106.06579, code: `FedAvg`, which spares the first of the chosen.
 */
function drawStragglers(random: Random, chosen: Client[], probability: number): Client[] {
  return sorted(chosen.filter(() => uniform(random) < probability));
}

/** Enough updates already and nobody else to ask: a restored round, mostly. */
function closeFull(state: RoundState, reported: number[]): Step {
  const { state: next, effects } = average(state);
  const { round } = state;
  return {
    state: next,
    effects: [{ type: "close", round, why: "all-reported", reported, missing: [] }, ...effects],
  };
}

function invite(
  state: RoundState,
  cohort: Client[],
  stragglers: Client[],
  deadlineMs: number,
): Step {
  const { round } = state;
  return {
    state: {
      ...state,
      phase: "training",
      cohort: new Set(cohort),
      givenUp: new Set(),
      deadlineMs,
      notBeforeMs: null,
    },
    effects: [{ type: "invite", round, cohort, stragglers, deadlineMs, again: false }],
  };
}
