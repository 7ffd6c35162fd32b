// "This device" as rows: on the page as a list, in the clipboard as lines.

import type { Device } from "@spikefed/protocol";
import { executorName, kindName } from "./device-words.ts";
import { bytes, seconds, speed } from "./format.ts";

export interface DeviceReportFacts {
  device: Device;
  /** Why this executor runs; null: not known yet. */
  why: string | null;
  imagesPerSecond: number | null;
  bytesDown: number;
  bytesUp: number;
  workedMs: number;
  /** Whether the screen is kept on. */
  screen: "on" | "off" | "refused";
}

const screenWords = {
  on: "stays on while training",
  off: "may turn off",
  refused: "may turn off: the browser did not allow to keep it on",
};

export function deviceRows(facts: DeviceReportFacts): [term: string, words: string][] {
  const { device, why, imagesPerSecond, bytesDown, bytesUp, workedMs, screen } = facts;
  return [
    ["Adapter", device.label],
    ["Mode", kindName(device.kind)],
    ["Executor", executorName(device.executor)],
    ["Why", why ?? "not known"],
    ["Speed", speed(imagesPerSecond)],
    ["Received", bytes(bytesDown)],
    ["Sent", bytes(bytesUp)],
    ["Time worked", seconds(workedMs / 1000)],
    ["Screen", screenWords[screen]],
  ];
}

export function deviceText(rows: readonly [string, string][]): string {
  return rows.map(([term, words]) => `${term}: ${words}`).join("\n");
}
