// Opening a round: when, and who is invited.

import { createRandom, uniform, type Random } from "../random/generator.ts";
import { average } from "./average.ts";
import { chooseClients } from "./choose-clients.ts";
import { leasesFor } from "./lease.ts";
import { quota } from "./quota.ts";
import { rulesAt } from "./rules.ts";
import { callBack, goalOf, owners, sitsOut, sorted } from "./state.ts";
import type { Client, RoundState, Rules, Step } from "./types.ts";

/**
 * Opens the round when nothing stands in the way: a stop, the host, the wait after an attempt that broke
 * off early, or too few clients. Owners of updates that the round already has are not invited again;
 * when those updates are enough and nobody else can be asked, they are averaged. Of the chosen some
 * drop out at once (`Rules.stragglerProbability`); each attempt of a round draws anew. Those whom the
 * host has sit the round out are asked all the same where it could not open without them.
 */
export function tryOpen(state: RoundState, nowMs: number, usual: Rules): Step {
  const { phase, stepAllowed, notBeforeMs } = state;
  const rules = rulesAt(usual, state.round);
  const mustWait = rules.isHeld || !stepAllowed || (notBeforeMs !== null && nowMs < notBeforeMs);
  if (phase !== "selecting" || mustWait) return { state, effects: [] };
  const have = owners(state);
  const here = sorted([...state.present].filter((client) => !have.includes(client)));
  const free = here.filter((client) => !sitsOut(state, client));
  const opened = openWith(state, { have, free }, nowMs, rules);
  if (opened.effects.length > 0 || free.length === here.length) return opened;
  return openWith(callBack(state), { have, free: here }, nowMs, rules);
}

function openWith(
  state: RoundState,
  { have, free }: { have: Client[]; free: Client[] },
  nowMs: number,
  rules: Rules,
): Step {
  const { invited, goal, needed } = quota(have.length, free.length, rules);
  const hasEnough = have.length > 0 && have.length >= Math.max(goal, needed);
  if (hasEnough) return closeFull({ ...state, needed }, have, invited > 0);
  const missing = Math.max(needed - have.length, 1);
  if (invited < missing) return { state, effects: [] };
  const random = createRandom(rules.seed, state.round, state.attempt);
  const chosen = chooseClients(random, free, invited, { ...state, ...rules });
  const stragglers = drawStragglers(random, chosen.slice(missing), rules.stragglerProbability);
  const cohort = sorted(chosen.filter((client) => !stragglers.includes(client)));
  const most = have.length + cohort.length;
  const leases = leasesFor(cohort, nowMs, rules);
  const open: RoundState = { ...state, goal: Math.min(goal, most), needed, leases };
  return invite(open, cohort, stragglers, nowMs + rules.roundMs);
}

/**
 * Each of these with the same probability, independently.
 *
 * @see Venkatesha et al., arXiv 2106.06579, code: `FedAvg`, which spares the first of the chosen.
 */
function drawStragglers(random: Random, chosen: Client[], probability: number): Client[] {
  return sorted(chosen.filter(() => uniform(random) < probability));
}

/** Enough updates already: a restored round, mostly. */
function closeFull(state: RoundState, reported: number[], areMoreHere: boolean): Step {
  const { state: next, effects } = average(state);
  const { round, needed } = state;
  const why = areMoreHere ? "goal" : "all-reported";
  return {
    state: { ...next, filled: areMoreHere ? round : next.filled },
    effects: [{ type: "close", round, why, reported, missing: [], needed }, ...effects],
  };
}

function invite(
  state: RoundState,
  cohort: Client[],
  stragglers: Client[],
  deadlineMs: number,
): Step {
  const { round } = state;
  const open: RoundState = {
    ...state,
    phase: "training",
    cohort: new Set(cohort),
    invitedIn: new Map([...state.invitedIn, ...cohort.map((one) => [one, round] as const)]),
    givenUp: new Set(),
    deadlineMs,
    notBeforeMs: null,
  };
  const goal = goalOf(open);
  return {
    state: open,
    effects: [{ type: "invite", round, cohort, stragglers, goal, deadlineMs, again: false }],
  };
}
