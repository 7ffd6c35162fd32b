import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

/**
 * A part of what is told as a whole: who shows the part is drawn anew when the part is another, not with
 * each telling. As the child of an element it is a text that changes without any drawing.
 *
 * @param part the same in every drawing: it is asked with each new whole
 */
export function usePart<Whole, Part>(
  whole: ReadonlySignal<Whole>,
  part: (whole: Whole) => Part,
): ReadonlySignal<Part> {
  return useMemo(() => computed(() => part(whole.value)), [whole]);
}
