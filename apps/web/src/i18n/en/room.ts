// What several pages say of the run: its progress, the accuracy curve, the ring of devices.

import { translator } from "../translator.ts";

export const room = {
  // What the wall says between rounds.
  sayLobby: "Open the link and press Join. The host starts when everybody is in.",
  sayWaiting: "Waiting for enough devices to open the first round.",
  sayTraining: "Everyone trains a copy on their own pictures. Then we average the copies.",
  sayAveraging: "The copies are in. Now they are averaged into one model.",
  sayStep: "Next round soon.",
  sayTesting: "The averaged model looks at pictures that nobody trained on.",
  sayPaused: "Paused by the host.",
  sayEndUnmeasured: "The run is over. Its accuracy was not measured.",
  sayEnd: "The run is over: {accuracy}. Guessing would give {guess}.",
  tooFew: "Too few updates came for round {round}; it opens again.",
  unmeasured: "Round {round} was averaged, but its accuracy was not measured.",
  first: "The first average is right in {now} of new pictures.",
  stayed: "Accuracy stayed at {now}.",
  rose: "Accuracy rose from {before} to {now}.",
  fell: "Accuracy fell from {before} to {now}.",
  takenBack: "This round is taken back.",
  takenBackFar: "That is too far: this round is taken back.",
  takenBackValidation: "On the validation pictures it fell too far: this round is taken back.",
  closedWithout: {
    one: "The round closed without {count} device.",
    other: "The round closed without {count} devices.",
  },
  // Where the run stands, in a few words.
  beforeFirst: "Before the first round",
  round: "Round {round}",
  roundOf: "Round {round} of {rounds}",
  notStarted: "Not started",
  betweenRounds: "Between rounds",
  training: "Training",
  trainingSent: "Training: {sent} of {devices} have sent",
  averaging: "Averaging",
  testing: "Testing",
  paused: "Paused",
  finished: "Finished",
  titleRound: "round {round}",
  titleFinished: "finished",
  // The curve and its table.
  groupAccuracy: "Group accuracy",
  ownLine: "The thin line is your own accuracy while training, on your pictures.",
  group: "group {accuracy}",
  you: "you {accuracy}",
  guessing: "guessing",
  guessingGives: "Guessing gives {guess}.",
  noAccuracy: "No accuracy measured yet.",
  curve: "After round {round} the group model is right in {accuracy}.",
  curveOn: {
    one: "After round {round} the group model is right in {accuracy} on {count} held-out picture.",
    other:
      "After round {round} the group model is right in {accuracy} on {count} held-out pictures.",
  },
  best: "The best so far is {best}.",
  numbers: "Table of these numbers",
  noRound: "No round is finished yet.",
  accuracyByRound: "Accuracy by round",
  columnRound: "Round",
  columnGroup: "Group",
  columnYou: "You (training)",
  columnLoss: "Loss",
  columnUpdates: "Updates",
  tookNoPart: "took no part",
  ofMany: "{done} of {all}",
  // The ring.
  theRound: "The round",
  working: "working",
  sent: "sent",
  missing: "missing",
  asleep: "asleep",
  countWorking: "{number} working",
  countSent: "{number} sent",
  countMissing: "{number} missing",
  countAsleep: "{number} asleep",
  noDevices: "No devices in this round.",
  devices: "Devices in this round: {states}.",
  groupModel: "The group model: {accuracy}.",
  theModel: "the model",
  notMeasuredYet: "not measured yet",
  // The link into the room.
  onlyHere:
    "This link works on this computer only. For other devices, open this page at the network address that the coordinator printed.",
  qrOf: "QR code of {link}",
} as const;

export const { t, rich } = translator("room", room);
