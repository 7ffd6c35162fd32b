// The life of a volunteer's tab: hidden, rested, on battery, easing, in two places.

import { translator } from "../translator.ts";

export const tab = {
  // --- status sentence
  rested: "Your browser rested this page. You are back in round {round}.",
  restedLobby: "Your browser rested this page. You are back.",
  restarting: "Graphics chip restarted. Picking up again.",
  pausedByBattery:
    "Paused: the battery is under 20\u00a0%. It goes on by itself when the device is plugged in.",
  titleTraining: "{percent} - round {round}",
  // --- pace
  pace: "Pace",
  full: "Full",
  normal: "Normal",
  gentle: "Gentle",
  onBattery: "On battery: working gently.",
  fullAnyway: "Full anyway",
  easingPressure: "Easing off: your device is warm or busy.",
  easingBatches: "Easing off: batches take twice their usual time.",
  // --- screen
  keepScreenOn: "Keep the screen on",
  screenOn: "The screen stays on while training.",
  screenRefused: "Your device may turn the screen off.",
  // --- two tabs
  elsewhere: "Already training in another tab",
  elsewhereText:
    "This device trains in room {code} already, as {name}. Two tabs share one device, and both get slower.",
  moveHere: "Move here",
  joinToo: "Train here as well",
  moved: "Training has moved to another tab",
  movedText: "This tab has stopped; nothing was lost. You can close it.",
  moving: "Asking the other tab.",
  moveFailed:
    "The other tab did not answer. Join here instead; its place is given up in two minutes.",
  // --- lobby
  seeReport: "See the report (new tab)",
  wave: "Wave",
  waveHelp: "Your name on the wall blinks.",
} as const;

export const { t } = translator("tab", tab);
