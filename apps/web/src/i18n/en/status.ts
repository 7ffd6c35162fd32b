// The one status sentence of a volunteer or watcher, and the group in numbers.

import { translator } from "../translator.ts";

export const status = {
  stopped: "Stopped. The reason and what to do are below.",
  atDoor: "You are at the door. The host is asked to let this device in; nothing to do.",
  reconnecting: "Reconnecting. Your work is kept.",
  youLeave: "You leave after this round.",
  connecting: "Connecting to the room.",
  loading: "Fetching your pictures and the group model.",
  round: "Round {round}.",
  roundOf: "Round {round} of {rounds}.",
  training: "{round} Training on your pictures.",
  sending: "{round} Sending your update.",
  sent: "{round} Your update is in.",
  sentWaiting: "{round} Your update is in. Waiting for the others.",
  pausedItself: "This device has paused by itself. The reason and what to do are below.",
  paused: "You have paused. The group goes on without this device until you resume.",
  youAreIn: "You are in.",
  youAreInAs: "You are in, {name}.",
  waitingForStart: "Waiting for the host to start.",
  enough: "Enough others were faster this time; your part was not needed. Nothing is wrong.",
  dropped: "The host has this device sit this round out. Nothing is wrong.",
  nextRound: "The others are training; you come in at the next round.",
  nextPlace: "The others are training; you begin when a place is free.",
  sitsOut:
    "The lot fell on this device to sit this round out, as the host's settings ask. Nothing is wrong.",
  hostExplains: "Round {round} is done. The host is explaining; the next round comes soon.",
  waitingForRound: "Waiting for the next round to open.",
  averaging: "{round} The coordinator is averaging the updates.",
  testing: "{round} The group model is being tested on pictures it has never seen.",
  allPaused: "The host has paused everything. Look up; nothing to do here.",
  over: {
    one: "The run is over after {count} round.",
    other: "The run is over after {count} rounds.",
  },
  accuracyUnmeasured: "The accuracy was not measured.",
  finalAccuracy: "Final accuracy {accuracy}.",
  left: "You have left the room.",
  thanks: {
    one: "Thank you: you helped in {count} round.",
    other: "Thank you: you helped in {count} rounds.",
  },
  devicesTraining: "{round} The devices are training.",
  group: "Group: {sent} of {devices} have sent.",
  groupEnough: "Group: {sent} of {devices} have sent. {goal} are enough.",
  timeLeft: "At most {time} left.",
} as const;

export const { t } = translator("status", status);
