// Errors by their code, for other languages: the fact without its numbers, and the cure. English
// pages show the words of the error itself, packages/protocol/src/errors.ts.

import { translator } from "../translator.ts";

export const problems = {
  "wire/version": "This page is of another version than the room.",
  "wire/version/cure": "Reload the page.",
  "wire/invalid": "A message of this page was not valid.",
  "wire/invalid/cure": "Reload the page; if it happens again, report it with the copied details.",
  "wire/too-fast": "This page sent too many messages at once.",
  "wire/too-fast/cure": "Wait a moment; the page slows down by itself.",
  "wire/internal": "The coordinator could not carry this out.",
  "wire/internal/cure": "Try again; the reason is in the coordinator's log.",
  "room/unknown": "There is no room of this code.",
  "room/unknown/cure": "Check the code. Codes have no vowels and no 0 or 1.",
  "room/full": "All places are taken.",
  "room/full/cure": "Watch instead, or ask the host to open a run with more shares.",
  "room/stopping": "The coordinator is stopping; whoever runs it asked it to.",
  "room/stopping/cure": "Nothing is lost. When it is started again, this page connects by itself.",
  "room/host-key": "The host key is wrong.",
  "room/host-key/cure": "Open the host link that the coordinator printed.",
  "room/host-locked": "Too many wrong host keys came from this address.",
  "room/host-locked/cure": "Wait, then open the host link that the coordinator printed.",
  "room/too-many-joins": "Too many devices joined from this address.",
  "room/too-many-joins/cure": "Wait a moment, then join again.",
  "room/session": "This place in the room belongs to another connection.",
  "room/session/cure": "Join again; a new place is made for this device.",
  "room/removed": "The host removed this device.",
  "room/removed/cure": "Ask the host if that was a mistake.",
  "room/turned-away": "The host did not let this device in.",
  "room/turned-away/cure": "Watch instead, or ask the host.",
  "room/door-full": "Many devices wait at the door already.",
  "room/door-full/cure": "Try again when the host has let some of them in.",
  "room/phase": "That is not possible in this phase of the run.",
  "room/phase/cure": "Wait for the next phase, or stop the run first.",
  "room/settings": "A setting is outside what is allowed.",
  "room/settings/cure": "Change that setting to a value in the allowed range.",
  "room/has-sent": "The updates for this round are in already.",
  "room/has-sent/cure": "What was sent stays counted; try again in the next round.",
  "room/no-member": "That volunteer has no place in this room.",
  "room/no-member/cure": "Look at the table again: it may have left.",
  "volunteer/unreachable": "No coordinator answers.",
  "volunteer/unreachable/cure": "Check the connection; it is tried again by itself.",
  "volunteer/download": "Something could not be loaded.",
  "volunteer/download/cure": "Check the connection, then reload the page.",
  "volunteer/checksum": "Something did not arrive whole.",
  "volunteer/checksum/cure":
    "Reload the page; if it happens again, a proxy changes what it passes on.",
  "volunteer/training": "The training on this device stopped.",
  "volunteer/training/cure":
    "This round's work of the device is not counted; the next round starts afresh.",
  "volunteer/device": "The graphics device failed twice.",
  "volunteer/device/cure":
    "Close other tabs and programs that use graphics, then resume or join again; or train on the processor.",
  "volunteer/memory": "The graphics device has no room for this training.",
  "volunteer/memory/cure":
    "Close other tabs and programs that use graphics, then resume or join again; or ask the host for a smaller batch or network.",
  "volunteer/ended": "The coordinator ended this connection.",
  "volunteer/ended/cure": "Perhaps another tab took this place; reload the page to come back here.",
  "volunteer/executor": "This device cannot run the model.",
  "volunteer/executor/cure": "Reload the page, or watch instead.",
} as const;

export const { t } = translator("problems", problems);
