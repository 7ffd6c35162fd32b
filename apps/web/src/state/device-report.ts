// "This device" as rows: on the page as a list, in the clipboard as lines.

import type { Device } from "@spikefed/protocol";
import type { ChosenTuning, Receipt } from "@spikefed/volunteer";
import { executorName, kindName } from "./device-words.ts";
import { t } from "../i18n/en/tab.ts";
import { fixedText } from "../i18n/intl.ts";
import type { PlannedMemory } from "../worker/planned-memory.ts";
import type { WorkingPace } from "./pace.ts";
import { bytes, notMeasured, seconds, speed, tenths } from "./format.ts";
import { receiptRows } from "./receipt-words.ts";
import { tuningRows } from "./tuning-words.ts";

export interface DeviceReportFacts {
  device: Device;
  /** Why this executor runs; null: not known yet. */
  why: string | null;
  /** Kernel variants; null: the executor has none. */
  tuning: ChosenTuning | null;
  /** What the self-test took that was passed; null: none was. */
  selfTestMs: number | null;
  imagesPerSecond: number | null;
  bytesDown: number;
  bytesUp: number;
  workedMs: number;
  /** Batches trained. */
  batches: number;
  /** What the executor's buffers hold; null: it does not count. */
  allocatedBytes: number | null;
  /** What a step of the run's model needs; null: nothing plans it here. */
  memory: PlannedMemory | null;
  /** How hard it works; null: not known yet. */
  pace: WorkingPace | null;
  receipt: Receipt | null;
  /** Whether the screen is kept on. */
  screen: "on" | "off" | "refused";
}

const screenWords = {
  on: "stays on while training",
  off: "may turn off",
  refused: "may turn off: the browser did not allow to keep it on",
};

export function deviceRows(facts: DeviceReportFacts): [term: string, words: string][] {
  const { device, why, tuning, imagesPerSecond } = facts;
  const { bytesDown, bytesUp, workedMs, screen, receipt, allocatedBytes } = facts;
  return [
    ["Adapter", device.label],
    ["Mode", kindName(device.kind)],
    ["Executor", executorName(device.executor)],
    ["Why", why ?? "not known"],
    ["Self-test", selfTestWords(facts)],
    ...tuningRows(tuning),
    ["Speed", speed(imagesPerSecond)],
    ["Batches", batchesWords(facts)],
    ["Memory allocated", allocatedBytes === null ? notMeasured() : bytes(allocatedBytes)],
    ["Memory planned", memoryWords(facts.memory)],
    ["Pace", paceWords(facts.pace)],
    ["Received", bytes(bytesDown)],
    ["Sent", bytes(bytesUp)],
    ["Time worked", seconds(workedMs / 1000)],
    ["Screen", screenWords[screen]],
    ...receiptRows(receipt),
  ];
}

function batchesWords({ batches, workedMs }: DeviceReportFacts): string {
  const count = t("batches", { count: batches });
  if (workedMs <= 0) return count;
  const speed = fixedText((1000 * batches) / workedMs, 1);
  return t("batchesAndSpeed", { batches: count, speed });
}

/** "needs 610 MB; one buffer 134 MB, this device allows 1,024 MB". */
function memoryWords(memory: PlannedMemory | null): string {
  if (memory === null) return t("memoryNone");
  if (memory.need === null) return memory.refusal ?? t("memoryNone");
  const { bytes: needed, largestBuffer, largestAllowed } = memory.need;
  const [largest, allowed] = [bytes(largestBuffer), bytes(largestAllowed)];
  return t("memoryNeeded", { needed: bytes(needed), largest, allowed });
}

const whyKeys = {
  chosen: "whyChosen",
  battery: "whyBattery",
  pressure: "whyPressure",
  batches: "whyBatches",
} as const;

function paceWords(pace: WorkingPace | null): string {
  if (pace === null) return t("whyChosen", { pace: t("full") });
  return t(whyKeys[pace.why], { pace: t(pace.as) });
}

/** Only what trains on graphics is tested; a device has a note when its graphics failed. */
function selfTestWords({ device, selfTestMs }: DeviceReportFacts): string {
  if (selfTestMs !== null) return t("testPassed", { time: tenths(selfTestMs / 1000) });
  if (device.note !== undefined) return t("testNotPassed");
  return t(device.executor.endsWith("/webgpu") ? "testUnknown" : "testNotNeeded");
}

/** With plain spaces, by which a text is searched. */
export function deviceText(rows: readonly [string, string][]): string {
  const lines = rows.map(([term, words]) => `${term}: ${words}`);
  return lines.join("\n").replaceAll("\u00a0", " ");
}
