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

/**
 * The same for the elements of a list, by key: one that shows what it showed before is the same element,
 * which costs no look at the page.
 */
export type Keep = (key: string, shows: string, draw: () => VNode) => VNode;

/** The oldest is forgotten first: it is drawn anew if it is shown again. */
const MOST = 2_000;

export function keptElements(): Keep {
  const made = new Map<string, { shows: string; element: VNode }>();
  return (key, shows, draw) => {
    const before = made.get(key);
    if (before?.shows === shows) return before.element;
    const element = draw();
    made.delete(key);
    made.set(key, { shows, element });
    for (const [oldest] of made) {
      if (made.size <= MOST) break;
      made.delete(oldest);
    }
    return element;
  };
}
