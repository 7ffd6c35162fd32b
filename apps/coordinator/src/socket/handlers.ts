// One handler for each message: finds the sender's room and place, and calls the room.

import { failpoint } from "@spikefed/failpoints";

import type { House } from "../house/house.ts";
import { goneMeanwhile, type Link } from "../room/link.ts";
import type { Handlers } from "./gate.ts";
import type { Turnstile } from "./turnstile.ts";

/** Where messages arrive. */
export interface Place {
  house: House;
  /** Each hello passes through it. */
  hellos: Turnstile;
}

export function handlersFor({ house, hellos }: Place, link: Link): Handlers {
  const roomOf = (event: string) => house.roomOf(link, event).room;
  const runOf = (event: string) => roomOf(event).run;
  const member = (event: string) => runOf(event).memberOf(link, event);
  return {
    challenge: () => house.challenge(link),
    async hello(message) {
      await hellos.pass();
      if (link.closed) throw goneMeanwhile(); // nobody would take back what it is given
      const key = house.keyOf(link, message); // before anything that is known here is looked at
      const { room } = house.enter(link, message);
      const answer = await room.hello(link, message, key);
      house.roomOf(link, "hello"); // it may have ended meanwhile
      failpoint("hello:unanswered");
      setImmediate(() => room.run.arrive(link)); // after the answer is sent
      return answer;
    },
    async state(message) {
      await runOf("state").reports.state(member("state"), message);
      return {};
    },
    progress(message) {
      runOf("progress").reports.progress(member("progress"), message);
      return {};
    },
    "upload-begin": (message) =>
      runOf("upload-begin").contributions.begin(member("upload-begin"), message),
    "upload-chunk": (message) =>
      runOf("upload-chunk").contributions.append(member("upload-chunk"), message),
    "upload-commit": ({ updateId }) =>
      runOf("upload-commit").contributions.commit(member("upload-commit"), updateId),
    "training-failed"(message) {
      runOf("training-failed").reports.trainingFailed(member("training-failed"), message);
      return {};
    },
    async leave({ mayReturn = false }) {
      const run = runOf("leave");
      const leaving = run.members.get(link.client);
      if (leaving?.link !== link) return {};
      if (mayReturn) run.lose(link, "closed");
      else await run.remove(leaving, "said");
      return {};
    },
    wave() {
      runOf("wave").reports.wave(member("wave"));
      return {};
    },
    async host(command) {
      await roomOf("host").host(command);
      return {};
    },
  };
}
