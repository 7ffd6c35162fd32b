// The host's console, without the form of settings.

import { translator } from "../translator.ts";

export const host = {
  host: "Host",
  title: "Host console",
  closed: "This console stays closed",
  asking: "Asking the coordinator. It has not answered yet.",
  joinAsVolunteer: "Join as a volunteer",
  noKey: "the address has no host key",
  noKeyCure:
    "Open the host link that the coordinator printed when it started; it ends in #key= and the key.",
  // Choose.
  choose: "1. Choose",
  keepRun: "Keep this run",
  anotherRun: "Set up another run",
  runIsOpen: "Another run can be set up when this one is over.",
  // Gather.
  gather: "2. Gather",
  copyLink: "Copy link",
  openProjector: "Open projector",
  in: "{here} in",
  inAway: "{here} in, {away} away",
  // Run.
  run: "3. Run",
  noRoundYet: "No round yet",
  nobody: "Nobody is here yet. Share the link first; latecomers are welcome.",
  start: "Start",
  pause: "Pause",
  resume: "Resume",
  next: "Next round",
  stop: "Stop",
  startHelp: "Opens round 1 for everybody who is here.",
  pauseHelp: "Stops every device within one batch.",
  resumeHelp: "Goes on where the run was paused.",
  nextHelp: "Closes the open round now, or opens the next one in step mode.",
  stopHelp: "Ends this run. Its model and its log are kept.",
  newestModel: "Newest model",
  bestModel: "Best model",
  modelHelp: "Files in safetensors. The best so far is that of round {round}, {accuracy} right.",
  modelHelpValidation:
    "Files in safetensors. The best so far is that of round {round}, {accuracy} right of the validation pictures.",
  report: "Report",
  reportHelp: "The run so far as one page, to save or print. It names nobody.",
  // The table of volunteers.
  volunteers: "Volunteers",
  nobodyJoined: "Nobody has joined yet.",
  volunteersTable: "Table of volunteers",
  name: "Name",
  state: "State",
  round: "Round",
  speed: "Speed",
  pictures: "Pictures",
  loss: "Last loss",
  helped: "Helped in",
  device: "Device",
  noneYet: "none yet",
  loading: "loading",
  ready: "ready",
  training: "training",
  trainingPart: "training, {part}",
  sending: "sending",
  sent: "sent",
  paused: "paused",
  asleep: "asleep",
  away: "away",
  left: "left",
  deviceNote: "{device}: {note}",
  // The log.
  log: "Log",
  logLines: "Lines of the log",
  logShown: "The newest {shown} of {all} lines.",
  volunteer: "Volunteer {client}",
  // Who has which pictures.
  dealt: "Who has which pictures",
  dealtDrawing: "Pictures by share and class.",
  dealtHow: "A column is a share, a row a class; the stronger the colour, the more pictures.",
  dealtCut: "The first {shares} shares are drawn.",
  dealtTable: "Table of the shares",
  dealtRegion: "Pictures by share and class",
  share: "Share",
  nothingDealt: "No pictures are dealt.",
  sharesOf: { one: "{count} share of {size}.", other: "{count} shares of {size}." },
  sizeEach: { one: "{count} picture each", other: "{count} pictures each" },
  sizesEach: { one: "{least} to {count} picture each", other: "{least} to {count} pictures each" },
  onAverage: {
    one: "On average a share holds {held} of {count} class, and its largest class is {top} of it.",
    other:
      "On average a share holds {held} of {count} classes, and its largest class is {top} of it.",
  },
} as const;

export const { t, rich } = translator("host", host);
