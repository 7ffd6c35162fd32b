import { plainTuning } from "@spikefed/snn-core";
import type { DeviceReason } from "@spikefed/volunteer";
import { afterEach, expect, test } from "vitest";

import { currentLanguage } from "../i18n/current-language.ts";
import { englishLanguage, loadLanguage } from "../i18n/languages.ts";
import { executorFacts } from "./executor-why.ts";

afterEach(() => (currentLanguage.value = englishLanguage));

const chosen = {
  ...{ executor: "engine/webgpu", reason: { kind: "hardware" } as DeviceReason },
  ...{ problem: null, kernelProblem: null },
  tuning: { tuning: plainTuning, source: "kept" as const, ms: 1900 },
  selfTestMs: 840,
};
const device = { kind: "gpu", label: "M2", executor: "engine/webgpu" } as const;

test("an executor that trains as it was chosen is told with what was measured of it", () => {
  const { tuning, selfTestMs } = chosen;
  const facts = { why: "graphics hardware", failure: null, tuning, selfTestMs };
  expect(executorFacts(device, chosen)).toEqual(facts);
});

test.each<[DeviceReason, string, string]>([
  [{ kind: "asked" }, "asked for", "wie verlangt"],
  [
    { kind: "no-adapter" },
    "no graphics adapter to use here: the processor trains",
    "keine nutzbare Grafikkarte hier: der Prozessor trainiert",
  ],
  [
    { kind: "software-slower", times: 3.14 },
    "software graphics: WebAssembly is 3.1 times faster here",
    "Grafik in Software: WebAssembly ist hier 3,1-mal so schnell",
  ],
  [
    { kind: "failed" },
    "the graphics did not pass the self-test: the processor trains",
    "die Grafik hat den Selbsttest nicht bestanden: der Prozessor trainiert",
  ],
])("the reason %j is told in the reader's language", async (reason, english, german) => {
  expect(executorFacts(device, { ...chosen, reason }).why).toBe(english);
  currentLanguage.value = await loadLanguage("de");
  expect(executorFacts(device, { ...chosen, reason }).why).toBe(german);
});

test("kernels that failed the self-test are told, and how they did", () => {
  const kernelProblem = "this graphics driver computes wrong results";
  expect(executorFacts(device, { ...chosen, kernelProblem })).toMatchObject({
    why: "graphics hardware; plain kernels, since those chosen first did not pass the self-test",
    failure: kernelProblem,
  });
});

test("one that a run's rule asks for is told so, and of what was measured only what is of the device", () => {
  expect(executorFacts({ ...device, executor: "kernels/wasm" }, chosen)).toEqual({
    why: "the graphics engine does not compute this run's learning rule",
    ...{ failure: null, tuning: null, selfTestMs: 840 },
  });
});

test("before the choice nothing is known", () => {
  const facts = { why: null, failure: null, tuning: null, selfTestMs: null };
  expect(executorFacts(device, null)).toEqual(facts);
});
