import type { Translation } from "../entry.ts";
import type { tab as english } from "../en/tab.ts";

export const tab: Translation<typeof english> = {
  rested: "Tu navegador dejó descansar esta página. Has vuelto, a la ronda {round}.",
  restedLobby: "Tu navegador dejó descansar esta página. Has vuelto.",
  restarting: "El chip gráfico se reinició. Se retoma el trabajo.",
  pausedByBattery:
    "En pausa: la batería está por debajo del 20\u00a0%. Sigue por sí solo cuando el dispositivo se enchufa.",
  titleTraining: "{percent} - ronda {round}",
  pace: "Ritmo",
  full: "Completo",
  normal: "Normal",
  gentle: "Suave",
  onBattery: "Con batería: trabaja suavemente.",
  fullAnyway: "Completo de todos modos",
  easingPressure: "Afloja: tu dispositivo está caliente u ocupado.",
  easingBatches: "Afloja: los lotes tardan el doble de lo normal.",
  keepScreenOn: "Mantener la pantalla encendida",
  screenOn: "La pantalla sigue encendida durante el entrenamiento.",
  screenRefused: "Tu dispositivo puede apagar la pantalla.",
  elsewhere: "Ya entrena en otra pestaña",
  elsewhereText:
    "Este dispositivo ya entrena en la sala {code}, como {name}. Dos pestañas comparten un dispositivo, y las dos van más despacio.",
  moveHere: "Traerlo aquí",
  joinToo: "Entrenar aquí también",
  moved: "El entrenamiento pasó a otra pestaña",
  movedText: "Esta pestaña se detuvo; no se perdió nada. Puedes cerrarla.",
  moving: "Preguntando a la otra pestaña.",
  moveFailed: "La otra pestaña no respondió. Participa aquí; su lugar queda libre en dos minutos.",
  seeReport: "Ver el informe (pestaña nueva)",
  wave: "Saludar",
  waveHelp: "Tu nombre parpadea en la pared.",
};
