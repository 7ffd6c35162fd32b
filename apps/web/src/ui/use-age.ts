import { useRef } from "preact/hooks";
import { useNow } from "./use-now.ts";

/** Milliseconds since this value arrived; ticks once a second. */
export function useAge(value: unknown): number {
  const nowMs = useNow();
  const arrival = useRef({ value, atMs: nowMs });
  // The clock of the last tick may be a second old: what arrives between two ticks is new.
  if (arrival.current.value !== value) arrival.current = { value, atMs: Date.now() };
  return Math.max(0, nowMs - arrival.current.atMs);
}
