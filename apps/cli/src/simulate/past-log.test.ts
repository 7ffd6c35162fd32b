import type { LogBody, LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { PastLog } from "./past-log.ts";

const joined: LogBody = { type: "joined", client: 1, device: "cpu", shard: 0, samples: 1 };
const failed = (round: number, client: number): LogBody => ({
  ...{ type: "training-failed", round, client, fact: "no memory" },
});

function pastOf(...past: LogBody[]) {
  const events = [joined, ...past].map((body, seq): LogEvent => ({ seq, atMs: 0, ...body }));
  const written: LogBody[] = [];
  const append = (body: LogBody) => Promise.resolve(void written.push(body));
  return { log: new PastLog({ events, append }), written };
}

test("a line that is there is gone past, and what follows the past is written", async () => {
  const { log, written } = pastOf(failed(1, 1));
  await log.append(failed(1, 1));
  await log.append(failed(1, 2));
  expect(written).toEqual([failed(1, 2)]);
});

test("a line of another type, round or client is not the one that is there", async () => {
  const others: LogBody[] = [{ type: "left", client: 1, why: "lost" }, failed(2, 1), failed(1, 2)];
  for (const body of others) {
    await expect(pastOf(failed(1, 1)).log.append(body)).rejects.toThrow("line 2 of the log is");
  }
  await expect(pastOf(failed(1, 1)).log.append(failed(1, 2))).rejects.toThrow(
    "training-failed, round 1, client 1, not training-failed, round 1, client 2",
  );
});
