import type { RoomPhase } from "@spikefed/protocol";
import { useLayoutEffect } from "preact/hooks";
import { spaceCommand, TAKES_SPACE } from "../../state/space-key.ts";

/**
 * The space bar pauses and resumes, wherever the page itself has no other use for it. What it does
 * changes with the buttons, in the same frame.
 */
export function useSpaceKey(phase: RoomPhase, onPress: (command: "pause" | "resume") => void) {
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      const { key, repeat, isComposing, altKey, ctrlKey, metaKey, shiftKey } = event;
      const isTaken = event.defaultPrevented || Boolean(target?.closest(TAKES_SPACE));
      const held = { altKey, ctrlKey, metaKey, shiftKey };
      const command = spaceCommand({ key, repeat, isComposing, ...held, isTaken }, phase);
      if (command === null) return;
      event.preventDefault();
      onPress(command);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
}
