import type { Device } from "@spikefed/protocol";
import { plainTuning } from "@spikefed/snn-core";
import { afterEach, expect, test } from "vitest";
import { currentLanguage } from "../i18n/current-language.ts";
import { englishLanguage, loadLanguage, type LanguageCode } from "../i18n/languages.ts";
import { deviceRows, deviceText, type DeviceReportFacts } from "./device-report.ts";

afterEach(() => (currentLanguage.value = englishLanguage));

const facts = {
  device: { kind: "software-gpu" as const, label: "SwiftShader", executor: "reference/wasm" },
  ...{ why: "software graphics: the processor is faster here", failure: null },
  tuning: null,
  selfTestMs: null,
  imagesPerSecond: null,
  bytesDown: 1_540_000,
  bytesUp: 0,
  workedMs: 65_000,
  ...{ batches: 130, allocatedBytes: null, memory: null, pace: null },
  receipt: null,
  screen: "on" as const,
};

const wordsOf = (facts: DeviceReportFacts) =>
  new Map(deviceRows(facts).map(([term, words]) => [term, words]));

test("this device, in lines that can be sent with a bug report", () => {
  expect(deviceText(deviceRows(facts))).toBe(
    [
      "Adapter: SwiftShader",
      "Mode: software graphics",
      "Trains with: tfjs reference on WebAssembly",
      "Why: software graphics: the processor is faster here",
      "Self-test: not needed: the processor trains",
      "Speed: not measured",
      "Batches: 130 batches, 2.0 a second of work",
      "Memory allocated: not measured",
      "Memory planned: not planned: only the engine on WebGPU plans it",
      "Pace: Full, as chosen",
      "Received: 1.5 MB",
      "Sent: 0 B",
      "Time worked: 1 min 5 s",
      "Screen: stays on while training",
      "Last record: none has counted this device yet",
    ].join("\n"),
  );
});

test("a graphics device shows its self-test and kernels", () => {
  const tuning = { tuning: plainTuning, source: "kept" as const, ms: 1900 };
  const rows = wordsOf({ ...facts, tuning, selfTestMs: 840 });
  expect(rows.get("Self-test")).toBe("passed in 0.8\u00a0s");
  expect(rows.get("Kernels")).toBe("kept from an earlier visit");
  expect([...rows.keys()].indexOf("Kernels")).toBeLessThan([...rows.keys()].indexOf("Speed"));
});

test("a self-test that was not passed is told from one that was not needed, and from one not known", () => {
  const selfTest = (device: Partial<Device>) =>
    wordsOf({ ...facts, device: { ...facts.device, ...device } }).get("Self-test");
  expect(selfTest({})).toBe("not needed: the processor trains");
  expect(selfTest({ note: "lif: 3 spikes too many" })).toBe(
    "not passed on graphics: the processor trains",
  );
  expect(selfTest({ executor: "engine/webgpu" })).toBe("not known");
});

test("memory says what the model needs, what a buffer may have, and what is taken", () => {
  const need = { bytes: 610e6, largestBuffer: 134.2e6, largestAllowed: 1024e6, dispatches: 55 };
  const memory = { need, refusal: null };
  const rows = wordsOf({ ...facts, allocatedBytes: 650e6, memory });
  expect(rows.get("Memory allocated")).toBe("650.0\u00a0MB");
  expect(rows.get("Memory planned")).toBe(
    "needs 610.0\u00a0MB; one buffer 134.2\u00a0MB, this device allows 1,024.0\u00a0MB",
  );
  const refusal = "a batch of 64 needs 900 MB, 500 MB are allowed: 32 pictures fit";
  const refused = wordsOf({ ...facts, memory: { need: null, refusal } });
  expect(refused.get("Memory planned")).toBe(refusal);
});

test("the pace says why", () => {
  const pace = { name: "easing", as: "normal", share: 0.75, why: "batches" } as const;
  const rows = wordsOf({ ...facts, pace });
  expect(rows.get("Pace")).toBe("Normal, since batches took twice their usual time for 20\u00a0s");
});

test("before the first batch there is no speed", () => {
  const rows = wordsOf({ ...facts, batches: 0, workedMs: 0 });
  expect(rows.get("Batches")).toBe("0 batches");
});

/** Every row that there is. */
const everything: DeviceReportFacts = {
  ...facts,
  device: { kind: "gpu", label: "Apple M2", executor: "engine/webgpu" },
  ...{ why: null, failure: "an answer is off by 3e-2", selfTestMs: 840, imagesPerSecond: 41 },
  tuning: {
    tuning: {
      ...plainTuning,
      packedConv: { steps: 20, quads: 2, weights: "subgroup", lanes: 32 },
      packedConvFew: { steps: 8, quads: 2, weights: "workgroup", lanes: 0 },
      packedConvFirst: { steps: 1, quads: 1, weights: "lane", lanes: 8 },
    },
    ...{ source: "measured", ms: 1940 },
  },
  memory: {
    need: null,
    refusal: "a batch of 64 needs 900 MB, 500 MB are allowed: 32 pictures fit",
  },
  receipt: {
    ...{ round: 3, record: "12".repeat(32), key: "34".repeat(32), problem: "it is not JSON" },
    ...{ hash: null, contains: null, follows: null, signature: null, sameKey: null },
  },
};

/** Other than units and hashes. */
const isWordy = (text: string) => /[A-Za-z]{4}/.test(text);

async function rowsIn(code: LanguageCode) {
  currentLanguage.value = await loadLanguage(code);
  return deviceRows(everything);
}

test("what comes from hardware or another package is marked as English, and nothing else is", () => {
  const marked = deviceRows(everything).filter(([, , lang]) => lang === "en");
  expect(marked.map(([term]) => term)).toEqual([
    ...["Adapter", "What failed", "Memory planned", "Record's problem"],
  ]);
});

test("a device without an adapter says so in the reader's language", async () => {
  const device = { kind: "cpu", label: "processor", executor: "engine/wasm" } as const;
  currentLanguage.value = await loadLanguage("de");
  expect(deviceRows({ ...facts, device })[0]).toEqual(["Adapter", "Prozessor"]);
});

test("every term and every value comes from the reader's language", async () => {
  const own = (await rowsIn("en-XA")).flatMap(([term, words, lang]) =>
    lang === "en" ? [term] : [term, words],
  );
  expect(own.filter((text) => isWordy(text) && !text.includes("["))).toEqual([]);
});

test.each(["de", "fr", "es", "ar"] as const)(
  "no value of the report in %s is the English one",
  async (code) => {
    const english = deviceRows(everything).map(([, words]) => words);
    const same = (await rowsIn(code)).filter(
      ([, words, lang], row) => lang !== "en" && isWordy(words) && words === english[row],
    );
    expect(same).toEqual([]);
  },
);

test("copied lines have plain spaces, also within French numbers", async () => {
  const text = deviceText(await rowsIn("fr"));
  expect(text).toContain("Gradient des poids : 4 canaux par thread, environ 8 192 threads");
  expect(text).not.toMatch(/[^\S \n]/);
});

test("a German reader copies German lines", async () => {
  const lines = deviceText(await rowsIn("de")).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      "Trainiert mit: eigene Engine auf WebGPU",
      "Selbsttest: bestanden in 0,8 s",
      "Rechenkerne: gemessen in 1,9 s",
      "Filter auf Spikes: 20 Zeitschritte und 8 Kanäle je Thread, Gewichte je Subgroup geteilt",
      "Bildschirm: bleibt beim Trainieren an",
      "Nachweis geprüft: nein: er war nicht zu lesen",
    ]),
  );
});
