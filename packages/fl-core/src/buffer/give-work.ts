// Keeping as many clients at work as the rules say.

import { createRandom } from "../random/generator.ts";
import { chooseClients } from "../round/choose-clients.ts";
import { sorted } from "../round/state.ts";
import type { BufferRules, BufferState, BufferStep, Work } from "./types.ts";

/** Parts the streams of these draws from those of rounds. */
const STREAM = 29;

/** The chosen begin from the newest model. Whoever has had a turn in this round is left out. */
export function giveWork(state: BufferState, rules: BufferRules): BufferStep {
  const { present, atWork, resting, round, model, given } = state;
  const most = rules.participants ?? present.size;
  const free = sorted([...present].filter((one) => !atWork.has(one) && !resting.has(one)));
  const random = createRandom(rules.seed, STREAM, given);
  const places = Math.max(most - atWork.size, 0);
  const chosen = chooseClients(random, free, places, { ...state, ...rules });
  const works = chosen.map((client, i): Work => ({
    client,
    number: given + i + 1,
    round,
    base: model,
  }));
  return {
    state: {
      ...state,
      given: given + works.length,
      atWork: new Map([...atWork, ...works.map((work) => [work.client, work] as const)]),
      invitedIn: new Map([...state.invitedIn, ...chosen.map((one) => [one, round] as const)]),
    },
    effects: works.map((work) => ({ type: "begin", work })),
  };
}
