// The space bar as the key that pauses and resumes the run.

import type { RoomPhase } from "@spikefed/protocol";
import { hostControls } from "./host-controls.ts";

/** The part of a key press that is looked at. */
export interface KeyPress {
  key: string;
  repeat: boolean;
  isComposing: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  /** Something that takes the space bar for itself has the focus. */
  isTaken: boolean;
}

/** Elements that answer to the space bar themselves, scroll by it, or are written into. */
export const TAKES_SPACE =
  "input, select, textarea, button, a[href], summary, dialog, [contenteditable], [role=button], [role=region][tabindex]";

/** What the key asks for in this phase; null: nothing. */
export function spaceCommand(press: KeyPress, phase: RoomPhase): "pause" | "resume" | null {
  const { key, repeat, isComposing, altKey, ctrlKey, metaKey, shiftKey, isTaken } = press;
  const isPlain = !repeat && !isComposing && !altKey && !ctrlKey && !metaKey && !shiftKey;
  if (key !== " " || !isPlain || isTaken) return null;
  const { enabled } = hostControls(phase, false);
  if (enabled.pause) return "pause";
  return enabled.resume ? "resume" : null;
}
