// "This device" as rows: on the page as a list, in the clipboard as lines.

import type { Device } from "@spikefed/protocol";
import type { Receipt } from "@spikefed/volunteer";
import type { DeviceRow } from "./device-row.ts";
import { executorName, kindName } from "./device-words.ts";
import { t } from "../i18n/en/details.ts";
import { t as tTab } from "../i18n/en/tab.ts";
import { fixedText } from "../i18n/intl.ts";
import type { PlannedMemory } from "../worker/planned-memory.ts";
import type { WorkingPace } from "./pace.ts";
import { bytes, notMeasured, seconds, speed, tenths } from "./format.ts";
import type { ExecutorFacts } from "./executor-why.ts";
import { receiptRows } from "./receipt-words.ts";
import { tuningRows } from "./tuning-words.ts";

export interface DeviceReportFacts extends ExecutorFacts {
  device: Device;
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

const screenKeys = { on: "screenOn", off: "screenOff", refused: "screenRefused" } as const;

export function deviceRows(facts: DeviceReportFacts): DeviceRow[] {
  const { device, why, failure, tuning, imagesPerSecond } = facts;
  const { bytesDown, bytesUp, workedMs, screen, receipt, allocatedBytes } = facts;
  return [
    adapterRow(device),
    [t("mode"), kindName(device.kind)],
    [t("executor"), executorName(device.executor)],
    [t("why"), why ?? t("notKnown")],
    [t("selfTest"), selfTestWords(facts)],
    ...(failure === null ? [] : [[t("failure"), failure, "en"] satisfies DeviceRow]),
    ...tuningRows(tuning),
    [t("speed"), speed(imagesPerSecond)],
    [t("batchesDone"), batchesWords(facts)],
    [t("memoryAllocated"), allocatedBytes === null ? notMeasured() : bytes(allocatedBytes)],
    memoryRow(facts.memory),
    [tTab("pace"), paceWords(facts.pace)],
    [t("received"), bytes(bytesDown)],
    [t("sent"), bytes(bytesUp)],
    [t("timeWorked"), seconds(workedMs / 1000)],
    [t("screen"), t(screenKeys[screen])],
    ...receiptRows(receipt),
  ];
}

/** Without an adapter the label is the probe's English word for the processor. */
function adapterRow({ kind, label }: Device): DeviceRow {
  return kind === "cpu" ? [t("adapter"), kindName(kind)] : [t("adapter"), label, "en"];
}

function batchesWords({ batches, workedMs }: DeviceReportFacts): string {
  const count = t("batches", { count: batches });
  if (workedMs <= 0) return count;
  const speed = fixedText((1000 * batches) / workedMs, 1);
  return t("batchesAndSpeed", { batches: count, speed });
}

/** "needs 610 MB; one buffer 134 MB, this device allows 1,024 MB". */
function memoryRow(memory: PlannedMemory | null): DeviceRow {
  const term = t("memoryPlanned");
  const { need, refusal } = memory ?? { need: null, refusal: null };
  if (need === null) return refusal === null ? [term, t("memoryNone")] : [term, refusal, "en"];
  const { bytes: needed, largestBuffer, largestAllowed } = need;
  const [largest, allowed] = [bytes(largestBuffer), bytes(largestAllowed)];
  return [term, t("memoryNeeded", { needed: bytes(needed), largest, allowed })];
}

const paceKeys = {
  chosen: "paceChosen",
  battery: "paceBattery",
  pressure: "pacePressure",
  batches: "paceBatches",
} as const;

function paceWords(pace: WorkingPace | null): string {
  if (pace === null) return t("paceChosen", { pace: tTab("full") });
  return t(paceKeys[pace.why], { pace: tTab(pace.as) });
}

/** Only what trains on graphics is tested; a device has a note when its graphics failed. */
function selfTestWords({ device, selfTestMs }: DeviceReportFacts): string {
  if (selfTestMs !== null) return t("testPassed", { time: tenths(selfTestMs / 1000) });
  if (device.note !== undefined) return t("testNotPassed");
  return t(device.executor.endsWith("/webgpu") ? "notKnown" : "testNotNeeded");
}

/** With plain spaces, by which a text is searched. */
export function deviceText(rows: readonly DeviceRow[]): string {
  const lines = rows.map(([term, words]) => t("line", { term, words }));
  return lines.join("\n").replace(/[\u00a0\u202f]/g, " ");
}
