import type { VNode } from "preact";
import { useMemo } from "preact/hooks";

/**
 * What was drawn before, as long as these values are the same: a page is drawn anew with every event of
 * the log, and most of it has not changed. What is drawn must be a component, which hears of another
 * language by itself, and its handlers must stay the same.
 */
export function useKept(draw: () => VNode, values: readonly unknown[]): VNode {
  return useMemo(draw, values);
}
