import { defaultSettings } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { parseLog } from "./read-log.ts";

test("a log of the first version is read with every setting of this one", () => {
  const { network, timesteps, coding, evaluateEvery, ...rest } = defaultSettings;
  const { stragglerProbability, gradientNoise, learningRateDrops, ...more } = rest;
  const { localLoss, localRule, updateEncoding, ...first } = more;
  const opened = { seq: 0, atMs: 1, type: "run-opened", runId: "run-1", settings: first };
  const { events } = parseLog(Buffer.from(`${JSON.stringify(opened)}\n`), "log.jsonl");
  expect(events).toMatchObject([
    {
      ...{ type: "run-opened", runId: "run-1" },
      settings: {
        ...first,
        ...{ network, timesteps, coding, evaluateEvery, stragglerProbability },
        ...{ gradientNoise, learningRateDrops, localLoss, localRule, updateEncoding },
      },
    },
  ]);
});

test("a first line without settings is read as it stands, for others to refuse", () => {
  const bytes = Buffer.from('{"seq":0,"atMs":1,"type":"run-opened"}\n');
  expect(parseLog(bytes, "log.jsonl").events).toEqual([{ seq: 0, atMs: 1, type: "run-opened" }]);
});
