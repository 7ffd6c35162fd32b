import * as v from "valibot";
import { expect, test } from "vitest";

import { SpikefedError } from "./errors.ts";
import { checkLiveSettings, LiveSettings, settingsAt, type LiveChange } from "./live-settings.ts";
import { defaultFedBuff } from "./scheduler-settings.ts";
import { defaultSettings } from "./settings.ts";

const run = { ...defaultSettings, clients: 8, minReports: 2, participants: 4 };

function refusal(changes: LiveSettings, settings = run) {
  try {
    checkLiveSettings(changes, settingsAt(settings, [{ round: 2, changes }], 2));
  } catch (error) {
    if (error instanceof SpikefedError) return { code: error.code, facts: error.facts };
    throw error;
  }
  return null;
}

test("a setting is in a round what the newest change up to it says, also where that is null", () => {
  const changes: LiveChange[] = [
    { round: 2, changes: { participants: 3 } },
    { round: 4, changes: { participants: null, gradientNoise: 1 } },
    { round: 6, changes: { gradientNoise: 0 } },
  ];
  const at = (round: number) => settingsAt(run, changes, round).participants;
  expect([1, 2, 3, 4, 5, 6].map(at)).toEqual([4, 3, 3, null, null, null]);
  expect(settingsAt(run, changes, 6).gradientNoise).toBe(0);
});

test.each([2, 5, 8, null])("%s of 8 clients may take part where 2 must report", (participants) => {
  expect(refusal({ participants })).toBeNull();
});

test.each([0, 1, 9, -1, 2.5, 1001])(
  "%s of 8 may not: the refusal has the range",
  (participants) => {
    expect(refusal({ participants })).toEqual({
      code: "room/settings",
      facts: {
        ...{ key: "participants", got: participants },
        allowed: "a whole number from 2 to 8, or null for everybody present",
      },
    });
  },
);

test("with FedBuff as many may be at work, and what has no meaning there is refused", () => {
  const buffered = { ...run, scheduler: { ...defaultFedBuff, bufferSize: 3 } };
  expect(refusal({ participants: 8 }, buffered)).toBeNull();
  expect(refusal({ participants: 1 }, buffered)?.facts).toMatchObject({ key: "participants" });
  expect(refusal({ stragglerProbability: 0.5 }, buffered)?.facts).toMatchObject({
    ...{ key: "stragglerProbability", allowed: "0 with the scheduler fedbuff" },
  });
});

test("a change says something, and a number where it says one", () => {
  const isChange = (changes: unknown) => v.is(LiveSettings, changes);
  expect(isChange({ participants: null })).toBe(true);
  for (const bad of [{}, { participants: undefined }, { participants: "3" }, { participants: NaN }])
    expect(isChange(bad)).toBe(false);
});
