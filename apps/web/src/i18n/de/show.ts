import type { Translation } from "../entry.ts";
import type { show as english } from "../en/show.ts";

export const show: Translation<typeof english> = {
  projector: "Beamer",
  connecting: "Verbinden mit dem Raum",
  noRoom: "Kein Raum zu zeigen",
  joinAndHelp: "Mach mit und hilf, das Netz zu trainieren",
  roomCode: "Raumcode {code}",
  here: { one: "{count} da", other: "{count} da" },
  whoIsHere: "Wer da ist",
  showRun: "Den Lauf zeigen (P)",
  showPictures: "Zehn Bilder zeigen (P)",
  tenPictures: "Zehn Bilder, mit denen niemand trainiert",
  fetching: "Die Bilder werden geholt.",
  noAnswer: "Die Bilder sind nicht angekommen.",
  before: "vorher",
  now: "jetzt",
  right: "richtig",
  wrong: "falsch",
  spikesOf: "Spikes des ersten Bildes, {name}",
  spikesMissing: "Spikes: nicht gemessen.",
  noSpikes: "Dieses Netz sendet keine Spikes.",
  noPictures: "Es gibt keine Bilder zu zeigen.",
  notLooked: "Noch kein Modell hat diese Bilder gesehen. Niemand trainierte mit ihnen.",
  names: "Jetzt nennt das Gruppenmodell {right} von {all} Bildern.",
  namesAfter: "Nach Runde {round} nennt das Gruppenmodell {right} von {all} Bildern.",
  fewer: {
    one: "Das ist {count} weniger als vorher: Mitteln kann auch verlernen.",
    other: "Das sind {count} weniger als vorher: Mitteln kann auch verlernen.",
  },
  more: { one: "Das ist {count} mehr als vorher.", other: "Das sind {count} mehr als vorher." },
  moreAndLost: {
    one: "Das ist {count} mehr als vorher, doch {lost} gekannte sind verloren.",
    other: "Das sind {count} mehr als vorher, doch {lost} gekannte sind verloren.",
  },
  asBefore: "Das ist wie vorher.",
  otherThanBefore: "So viele wie vorher, doch nicht dieselben: {lost} gekannte sind verloren.",
};
