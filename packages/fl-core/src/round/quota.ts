// How many a round invites, how many it waits for, and how many it must have.

import type { Rules } from "./types.ts";

export interface Quota {
  /** Clients to invite, of those that are free. */
  invited: number;
  /** Updates that close the round, those that it has included. */
  goal: number;
  /** Updates without which it is repeated. */
  needed: number;
}

/**
 * With `participants` the round waits for so many and invites `overSelect` more; where everybody is
 * invited, it waits for so many that the others are that share more. Nobody can be waited for who is
 * not here.
 *
 * @param have Updates that the round has already.
 * @param free Clients that can be invited.
 * @see Bonawitz et al., Towards Federated Learning at Scale, 2019, section 2.2: a goal count, a
 *   minimal percentage of it, and 130 % of it selected.
 */
export function quota(have: number, free: number, rules: Rules): Quota {
  const { participants, minReports, minFraction } = rules;
  const more = 1 + rules.overSelect;
  const here = have + free;
  const wanted = Math.max(participants ?? roundUp(here / more), minReports);
  const asked = participants === null ? here : roundUp(wanted * more);
  const invited = Math.min(free, Math.max(asked - have, 0));
  const goal = Math.min(wanted, have + invited);
  const needed = Math.max(minReports, roundUp(minFraction * goal));
  return { invited, goal, needed };
}

/** Up, but not for what is an integer but for rounding: 0.3 x 10. */
function roundUp(value: number): number {
  return Math.ceil(value - 1e-9);
}
