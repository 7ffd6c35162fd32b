import type { Translation } from "../entry.ts";
import type { show as english } from "../en/show.ts";

export const show: Translation<typeof english> = {
  projector: "Projecteur",
  connecting: "Connexion à la salle",
  noRoom: "Pas de salle à montrer",
  joinAndHelp: "Viens aider à entraîner le réseau",
  roomCode: "Code de la salle {code}",
  here: { one: "{count} ici", many: "{count} ici", other: "{count} ici" },
  whoIsHere: "Qui est là",
};
