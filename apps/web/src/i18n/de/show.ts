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
};
