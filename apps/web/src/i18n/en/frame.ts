// The frame of every page, notices, buttons and small pages that several pages share.

import { translator } from "../translator.ts";

export const frame = {
  room: "Room {code}",
  connected: "connected",
  notConnected: "not connected",
  theme: "Theme",
  themeAuto: "As the system",
  themeLight: "Light",
  themeDark: "Dark",
  themeProjector: "Projector",
  language: "Language",
  languageFailed: "The words did not arrive. Choose the language again.",
  picturesDrawn:
    "Pictures: drawn shapes, not CIFAR. The real pictures could not be fetched or were not asked for.",
  picturesOf: "Pictures: {source}.",
  loading: "Loading",
  loadingPage: "Loading the page.",
  pageFailed: "The page did not load",
  pageFailedFact: "a part of this page did not arrive",
  pageFailedCure: "Check the connection to the coordinator, then reload.",
  reload: "Reload",
  watchInstead: "Watch instead",
  typeAnother: "Type another code",
  details: "Details",
  copyDetails: "Copy details",
  copied: "Copied",
  copyRefused: "Copying is not allowed here",
  englishOnly: "This page is in English only.",
  offline:
    "Not connected to the coordinator. What is shown may be old; the page tries again by itself.",
  tryNow: "Try now",
  slowPath:
    "The live connection is blocked here; using the slow path. Nothing is missing, it only comes later.",
  missing: "Not found",
  missingTitle: "There is no page at this address",
  missingText:
    "Spikefed trains one network of spiking neurons in many browser tabs at once. To take part, start at the join page.",
  start: "Start",
} as const;

export const { t, rich } = translator("frame", frame);
