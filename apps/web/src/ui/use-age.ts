import { useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Milliseconds since the newest telling; ticks once a second. */
export function useAge(told: ReadonlySignal<unknown>): ReadonlySignal<number> {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 1000);
    return () => clearInterval(timer);
  }, [now]);
  const arrivedAtMs = useComputed(() => {
    void told.value;
    return Date.now();
  });
  // The last tick may be a second older than what arrived after it.
  return useComputed(() => Math.max(0, now.value - arrivedAtMs.value));
}
