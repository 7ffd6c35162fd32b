// A graphics device that fails in training: an update of it is never sent. Once, a new one trains the
// round again; a second time without a finished round between, the device pauses for a person.

import { SpikefedError, type ErrorReport } from "@spikefed/protocol";
import { SnnError } from "@spikefed/snn-core";

/** The device's failure behind an error, if that is what it is: of a step, or of a new executor. */
export function deviceFailure(error: unknown): SnnError | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof SnnError && at.code.startsWith("gpu/")) return at;
  }
  return null;
}

/** The second failure, with what a person can do. */
export function deviceReport({ code, fact }: SnnError): ErrorReport {
  const ours = code === "gpu/memory" ? "volunteer/memory" : "volunteer/device";
  return new SpikefedError(ours, { why: fact }).report();
}
