// The projector page.

import { translator } from "../translator.ts";

export const show = {
  projector: "Projector",
  connecting: "Connecting to the room",
  noRoom: "No room to show",
  joinAndHelp: "Join and help train the network",
  roomCode: "Room code {code}",
  here: { one: "{count} here", other: "{count} here" },
  whoIsHere: "Who is here",
  showRun: "Show the run",
  showPictures: "Show ten pictures",
  tenPictures: "Ten pictures that nobody trains on",
  fetching: "Fetching the pictures.",
  noAnswer: "The pictures did not arrive.",
  before: "before",
  now: "now",
  right: "right",
  wrong: "wrong",
  spikesOf: "Spikes of the first picture, {name}",
  spikesMissing: "Spikes: not measured.",
  noSpikes: "This network sends no spikes.",
  noPictures: "There are no pictures to show.",
  notLooked: "No model has looked at these pictures yet. Nobody trained on them.",
  names: "Now the group model names {right} of {all} pictures.",
  namesAfter: "After round {round} the group model names {right} of {all} pictures.",
  fewer: {
    one: "That is {count} fewer than before: averaging can also unlearn.",
    other: "That is {count} fewer than before: averaging can also unlearn.",
  },
  more: { one: "That is {count} more than before.", other: "That is {count} more than before." },
  moreAndLost: {
    one: "That is {count} more than before, though {lost} it knew are lost.",
    other: "That is {count} more than before, though {lost} it knew are lost.",
  },
  asBefore: "That is as before.",
  otherThanBefore: "As many as before, though not the same: {lost} it knew are lost.",
  showTakenBack: "This round was taken back.",
} as const;

export const { t, rich } = translator("show", show);
