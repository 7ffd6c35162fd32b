// What the host can do to a run that is on and to its volunteers.

import { translator } from "../translator.ts";

export const desk = {
  // The table.
  sortBy: "Sort by {column}",
  onlyHelp: "Only those who need help: {number}",
  nobodyNeedsHelp: "Nobody needs help.",
  actions: "Actions",
  actionsOf: "Actions for {name}",
  rename: "Rename",
  newName: "New name of {name}",
  save: "Save",
  cancel: "Cancel",
  sitOut: "Sit out one round",
  remove: "Remove",
  removeSure: "{name} loses its place and cannot come back. What it sent stays counted.",
  removeNow: "Remove for good",
  keep: "Keep",
  didRename: "{name} is called {other} now.",
  didSitOut: "{name} sits one round out.",
  didRemove: "{name} is removed.",
  // Not connected.
  offlineButtons: "Not connected: buttons that ask the coordinator work again once it answers.",
  // Between rounds, and faults.
  between: "Between rounds",
  auto: "Go on by itself",
  autoHelp: "The next round opens as soon as one is measured.",
  step: "Wait for me",
  stepHelp: "After every average, until you press Next round: time to talk.",
  spaceKey: "Key: Space.",
  faults: "Disturb the run",
  faultsHelp: "From the next round that opens. The log and the signed record name it.",
  invited: "Devices invited to a round",
  atWork: "Devices at work at a time",
  everybody: "everybody present",
  participantsHelp: "Empty: everybody present. A round that is open keeps those it has.",
  stragglers: "Chance that a chosen device drops out, %",
  stragglersHelp: "Never the first one chosen, nor others that must send for the round to count.",
  noise: "Noise on each update, times what was learned",
  apply: "Apply",
  applied: "It holds from the next round that opens.",
  numberRange: "A number from {min} to {max} is needed.",
  wholeRange: "A whole number from {min} to {max} is needed, or none.",
  dropMany: "Devices that sit out one round",
  drop: "Drop them",
  didDrop: {
    one: "{count} device sits one round out.",
    other: "{count} devices sit one round out.",
  },
  nobodyToDrop: "There is nobody who could sit out.",
  // The door.
  door: "Door",
  inviteOnly: "Newcomers wait until I let them in",
  inviteOnlyHelp: "Who has a place comes back without asking.",
  waiting: { one: "{count} waits at the door", other: "{count} wait at the door" },
  noName: "No name ({device})",
  letIn: "Let in",
  letInName: "Let {name} in",
  turnAway: "Turn away",
  turnAwayName: "Turn {name} away",
  didLetIn: "{name} may come in.",
  didTurnAway: "{name} was turned away.",
  doorOpen: "The door is open: everybody comes in.",
  doorShut: "Newcomers wait at the door now.",
} as const;

export const { t } = translator("desk", desk);
