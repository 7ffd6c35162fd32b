// "This device" as rows: on the page as a list, in the clipboard as lines.

import type { Device } from "@spikefed/protocol";
import type { ChosenTuning, Receipt } from "@spikefed/volunteer";
import { executorName, kindName } from "./device-words.ts";
import { bytes, seconds, speed } from "./format.ts";
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
  const { device, why, tuning, selfTestMs, imagesPerSecond } = facts;
  const { bytesDown, bytesUp, workedMs, screen, receipt } = facts;
  return [
    ["Adapter", device.label],
    ["Mode", kindName(device.kind)],
    ["Executor", executorName(device.executor)],
    ["Why", why ?? "not known"],
    ["Self-test", selfTestWords(selfTestMs)],
    ...tuningRows(tuning),
    ["Speed", speed(imagesPerSecond)],
    ["Received", bytes(bytesDown)],
    ["Sent", bytes(bytesUp)],
    ["Time worked", seconds(workedMs / 1000)],
    ["Screen", screenWords[screen]],
    ...receiptRows(receipt),
  ];
}

function selfTestWords(ms: number | null): string {
  return ms === null ? "none passed on graphics" : `passed in ${(ms / 1000).toFixed(1)} s`;
}

export function deviceText(rows: readonly [string, string][]): string {
  return rows.map(([term, words]) => `${term}: ${words}`).join("\n");
}
