// The volunteer's page and the page that only watches.

import { translator } from "../translator.ts";

export const volunteer = {
  volunteering: "Volunteer",
  volunteeringIn: "Volunteering in room {code}",
  status: "Status",
  joinAgain: "Join again",
  joinInstead: "Join instead",
  watch: "Watch",
  watching: "Watching room {code}",
  youWatch: "You are watching. This device does not train.",
  youWatchWith: "You are watching: {presence}. This device does not train.",
  // Between Join and the room's answer.
  starting: "Starting.",
  loadingCode: "Loading the training code.",
  choosing: "Looking for the fastest way to train on this device.",
  tuning: "Measuring which kernels are fastest on this device.",
  testing: "Checking that this device computes right.",
  connecting: "Connecting to the room.",
  gettingReady: "Getting ready",
  cannotGoOn: "This device cannot go on",
  backToStart: "Back to start",
  tryGently: "Try gently",
  onProcessor: "Train on the processor",
  // What a volunteer can do.
  actions: "What you can do",
  freeze: "Freeze view",
  stayAfterAll: "Stay after all",
  leave: "Leave…",
  pause: "Pause",
  resume: "Resume",
  leaveTitle: "Leave the room?",
  leaveText:
    "The group keeps what you have sent. If you leave now, it loses your work on the round that is open.",
  leaveAfter: "Finish this round, then leave",
  leaveNow: "Leave now",
  stay: "Stay",
  // This device.
  thisDevice: "This device",
  trainsWith: "Trains with {executor}.",
  trainsWithWhy: "Trains with {executor} ({why}).",
  whatRound: "What is a round?",
  aRound:
    "Every device gets the same model, trains a copy on its own pictures and sends the copy back. The coordinator averages the copies; the average is the group model of the next round.",
  copyReport: "Copy for a bug report",
  benchmark: "Benchmark of this device (new tab)",
  // The bar of my round.
  myRound: "My round",
  fetched: "Fetched {done} of {total}.",
  sentBytes: "Sent {done} of {total}.",
  batch: "Batch {batch} of {batches}.",
  batchLoss: "Batch {batch} of {batches}. Loss {loss}, {accuracy} right.",
  compiling: "Preparing the graphics chip: {done} of {total} kernels.",
} as const;

export const { t } = translator("volunteer", volunteer);
