// The join page: what it asks, what it promises, who is here.

import { translator } from "../translator.ts";

export const join = {
  join: "Join",
  title: "Help teach a network of spiking neurons",
  titleAnn: "Help teach a network",
  lead: "Press Join, and this tab trains a copy of the network on its own pictures. The room averages all copies, round by round.",
  joinRoom: "Join the room",
  justWatch: "Just watch",
  code: "Room code",
  codeHelp: "Four characters, as the host shows them. No vowels, no 0 or 1.",
  name: "Your name here",
  newName: "New name",
  nameHelp: "Made up, so nobody needs your real one. Others here will see it.",
  download: "Downloads {size} and the training code, once. Stop any time.",
  stopAnyTime: "Stop any time.",
  what: "What does this do?",
  whatIsSpiking: "What is a spiking network?",
  promiseChip:
    "It uses this device's graphics chip, or its processor, only while this page is open. Nothing is installed.",
  promiseData:
    "It reads nothing from your device. {claim} ({set}). In real federated learning they would be yours and would stay with you.",
  promiseDataClaim: "The pictures come from us",
  drawnShapes: "drawn shapes",
  publicSet: "a public set",
  promiseLeave:
    "You can pause or leave at any time, and the group loses nothing but your next update.",
  promiseName: "We keep your chosen name until the run ends. No account, no cookie, no tracking.",
  promisePace:
    "It slows down on battery or heat where the browser tells us, and you can set the pace yourself.",
  promiseMeasured: "What you see is what was measured. A missing number is shown as missing.",
  asking: "Asking the room who is here.",
  unreachable: "the coordinator does not answer",
  unreachableCure:
    "The page asks again every 5 seconds. Is the host's computer on, and in the same network?",
  whichRoom: "Several rooms are open here: type the code of yours.",
  unknownRoom: "there is no room {code} here",
  unknownRoomCure: "Check the code. Codes have no vowels and no 0 or 1.",
  roomLine: "Room {code}: {here}, {next}. Network: {model}.",
  roomLineAnn: "Room {code}: {here}, {next}. Network: {model}, without spikes.",
  nobody: "nobody here yet",
  nobodyNow: "nobody here now",
  devicesHere: { one: "{count} device here", other: "{count} devices here" },
  nextLobby: "starts when the host says go",
  nextRunning: "running; you come in at the next round",
  nextPaused: "paused by the host",
  nextDone: "this run is over; the host may open another",
} as const;

export const { t, rich } = translator("join", join);
