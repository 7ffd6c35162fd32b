import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** When a button that had the focus makes room for another, the first one there takes it. */
export function useKeptFocus(isRunning: boolean): RefObject<HTMLElement> {
  const section = useRef<HTMLElement>(null);
  const before = useRef(isRunning);
  useEffect(() => {
    const hasChanged = before.current !== isRunning;
    before.current = isRunning;
    if (!hasChanged || document.activeElement !== document.body) return;
    section.current?.querySelector("button")?.focus({ preventScroll: true });
  }, [isRunning]);
  return section;
}
