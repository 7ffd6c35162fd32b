import { signal, type ReadonlySignal } from "@preact/signals";
import { h, render, type ContainerNode } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { usePart } from "./use-part.ts";

interface Whole {
  round: number;
  progress: number;
}

/** What shows nothing needs no more of a page than this. */
const emptyPage = () => ({ childNodes: [] }) as unknown as ContainerNode;
const redrawn = () => Promise.resolve();

beforeEach(() => void vi.stubGlobal("document", {}));
afterEach(() => void vi.unstubAllGlobals());

/** A component that shows the round, and what it saw in each drawing. */
function shownRound() {
  const seen: number[] = [];
  const parts = new Set<ReadonlySignal<number>>();
  const Shown = ({ whole }: { whole: ReadonlySignal<Whole> }) => {
    const part = usePart(whole, ({ round }) => round);
    parts.add(part);
    seen.push(part.value);
    return null;
  };
  const page = emptyPage();
  const draw = (whole: ReadonlySignal<Whole>) => render(h(Shown, { whole }), page);
  return { draw, seen, parts };
}

test("who shows a part is drawn anew when the part is another, not with each telling", async () => {
  const whole = signal({ round: 1, progress: 0 });
  const { draw, seen, parts } = shownRound();
  draw(whole);
  whole.value = { round: 1, progress: 0.5 };
  await redrawn();
  expect(seen).toEqual([1]);
  whole.value = { round: 2, progress: 0 };
  await redrawn();
  expect(seen).toEqual([1, 2]);
  expect(parts.size).toBe(1); // the same in every drawing
});

test("the part of another whole is shown at once", () => {
  const [first, second] = [signal({ round: 1, progress: 0 }), signal({ round: 7, progress: 0 })];
  const { draw, seen } = shownRound();
  draw(first);
  draw(second);
  expect(seen).toEqual([1, 7]);
});
