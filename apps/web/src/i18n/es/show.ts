import type { Translation } from "../entry.ts";
import type { show as english } from "../en/show.ts";

export const show: Translation<typeof english> = {
  projector: "Proyector",
  connecting: "Conectando con la sala",
  noRoom: "No hay sala que mostrar",
  joinAndHelp: "Entra y ayuda a entrenar la red",
  roomCode: "Código de la sala {code}",
  here: { one: "{count} aquí", many: "{count} aquí", other: "{count} aquí" },
  whoIsHere: "Quién está aquí",
};
