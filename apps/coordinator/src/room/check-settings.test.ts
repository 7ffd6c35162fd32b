import { tinyDataset } from "@spikefed/datasets/testing";
import { defaultSettings, SpikefedError, type RunSettings } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { checkSettings } from "./check-settings.ts";

const good: RunSettings = {
  ...defaultSettings,
  clients: 4,
  samplesPerClient: 100,
  testSamples: 50,
};

test("settings that fit the dataset pass", () => {
  expect(() => checkSettings(good, tinyDataset())).not.toThrow();
  expect(() => checkSettings({ ...good, samplesPerClient: null }, tinyDataset())).not.toThrow();
});

test.each<[Partial<RunSettings>, string, string]>([
  [{ samplesPerClient: 101 }, "samplesPerClient", "at most 100 with 4 clients"],
  [{ clients: 100, samplesPerClient: null }, "clients", "at most 12"],
  [{ batchSize: 101 }, "batchSize", "the 100 pictures"],
  [{ participants: 5 }, "participants", "the 4 clients"],
  [{ participants: 2, minReports: 3 }, "minReports", "at most 2"],
  [{ minReports: 5 }, "minReports", "at most 4"],
  [{ testSamples: 51 }, "testSamples", "at most 50"],
])("%j is refused by name with what is allowed", (change, key, allowed) => {
  let error: unknown;
  try {
    checkSettings({ ...good, ...change }, tinyDataset());
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(SpikefedError);
  const { code, facts } = error as SpikefedError;
  expect(code).toBe("room/settings");
  expect(facts["key"]).toBe(key);
  expect(facts["allowed"]).toContain(allowed);
});
