// One handler for each message: finds the sender's place and calls the room.

import { failpoint } from "@spikefed/failpoints";

import type { Link } from "../room/link.ts";
import type { Room } from "../room/room.ts";
import type { Handlers } from "./gate.ts";

export function handlersFor(room: Room, link: Link): Handlers {
  const member = (event: string) => room.run.memberOf(link, event);
  return {
    async hello(message) {
      const answer = await room.hello(link, message);
      failpoint("hello:unanswered");
      setImmediate(() => room.run.arrive(link)); // after the answer is sent
      return answer;
    },
    async state(message) {
      await room.run.reports.state(member("state"), message);
      return {};
    },
    progress(message) {
      room.run.reports.progress(member("progress"), message);
      return {};
    },
    "upload-begin": (message) => room.run.contributions.begin(member("upload-begin"), message),
    "upload-chunk": (message) => room.run.contributions.append(member("upload-chunk"), message),
    "upload-commit": ({ updateId }) =>
      room.run.contributions.commit(member("upload-commit"), updateId),
    "training-failed"(message) {
      room.run.reports.trainingFailed(member("training-failed"), message);
      return {};
    },
    async leave({ mayReturn = false }) {
      const leaving = room.run.members.get(link.client);
      if (leaving?.link !== link) return {};
      if (mayReturn) room.run.lose(link, "closed");
      else await room.run.remove(leaving, "said");
      return {};
    },
    wave() {
      room.run.reports.wave(member("wave"));
      return {};
    },
    async host(command) {
      await room.host(command);
      return {};
    },
  };
}
