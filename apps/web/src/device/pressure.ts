// How warm or busy the device is, where the browser tells it (W3C Compute Pressure; Chromium on https).

import type { DeviceKind } from "@spikefed/protocol";

import type { PressureLevel } from "../state/easing.ts";

interface PressureObserver {
  observe: (source: "cpu", options: { sampleInterval: number }) => Promise<void>;
  disconnect: () => void;
}

export interface PressureWorld {
  PressureObserver?: new (
    onChange: (records: { state: PressureLevel }[]) => void,
  ) => PressureObserver;
}

const EVERY_MS = 2000;

/**
 * Tells each change; never where the browser does not tell or forbids it, nor on a device that trains
 * on its processor: that is busy by its own training.
 *
 * @returns stops listening
 */
export function watchPressure(
  { PressureObserver }: PressureWorld,
  device: DeviceKind,
  onLevel: (level: PressureLevel) => void,
): () => void {
  if (PressureObserver === undefined || device !== "gpu") return () => undefined;
  const observer = new PressureObserver((records) => {
    const newest = records.at(-1);
    if (newest !== undefined) onLevel(newest.state);
  });
  // Refused by policy or without a sensor: as a browser that does not tell.
  observer.observe("cpu", { sampleInterval: EVERY_MS }).catch(() => undefined);
  return () => observer.disconnect();
}
