// Any error as a person sees it and as it crosses the wire.

import { SpikefedError, type ErrorCode, type ErrorReport } from "@spikefed/protocol";

/** A `SpikefedError` as it is; everything else under `code`, with its fact (and SnnError's cure). */
export function reportOf(error: unknown, code: ErrorCode & `volunteer/${string}`): ErrorReport {
  if (error instanceof SpikefedError) return error.report();
  const report = new SpikefedError(code, { why: factOf(error) }).report();
  const { cure } = error as { cure?: unknown };
  return typeof cure === "string" ? { ...report, cure } : report;
}

/** What happened, in one line, whoever threw it. */
export function factOf(error: unknown): string {
  const { fact, message } = (error ?? {}) as { fact?: unknown; message?: unknown };
  if (typeof fact === "string") return fact;
  return typeof message === "string" && message !== "" ? message : String(error);
}

/** A fact short enough for `training-failed` and `state`. */
export function shortFact({ fact }: { fact: string }): string {
  return fact.trim().slice(0, 200) || "unknown";
}
