import type { Translation } from "../entry.ts";
import type { tab as english } from "../en/tab.ts";

export const tab: Translation<typeof english> = {
  rested: "Dein Browser hat diese Seite ruhen lassen. Du bist wieder da, in Runde {round}.",
  restedLobby: "Dein Browser hat diese Seite ruhen lassen. Du bist wieder da.",
  restarting: "Der Grafikchip wurde neu gestartet. Es geht weiter.",
  pausedByBattery:
    "Pause: Der Akku ist unter 20\u00a0%. Es geht von selbst weiter, wenn das Gerät am Strom hängt.",
  titleTraining: "{percent} - Runde {round}",
  pace: "Tempo",
  full: "Voll",
  normal: "Normal",
  gentle: "Sanft",
  onBattery: "Auf Akku: arbeitet sanft.",
  fullAnyway: "Trotzdem voll",
  easingPressure: "Nimmt sich zurück: Dein Gerät ist warm oder beschäftigt.",
  easingBatches: "Nimmt sich zurück: Batches brauchen doppelt so lange wie sonst.",
  keepScreenOn: "Bildschirm anlassen",
  screenOn: "Der Bildschirm bleibt beim Trainieren an.",
  screenRefused: "Dein Gerät schaltet den Bildschirm vielleicht aus.",
  elsewhere: "Trainiert schon in einem anderen Tab",
  elsewhereText:
    "Dieses Gerät trainiert schon im Raum {code}, als {name}. Zwei Tabs teilen sich ein Gerät, und beide werden langsamer.",
  moveHere: "Hierher holen",
  joinToo: "Hier auch trainieren",
  moved: "Das Training ist in einen anderen Tab gezogen",
  movedText: "Dieser Tab hat aufgehört; nichts ging verloren. Du kannst ihn schließen.",
  moving: "Der andere Tab wird gefragt.",
  moveFailed:
    "Der andere Tab hat nicht geantwortet. Mach hier mit; sein Platz wird in zwei Minuten frei.",
  seeReport: "Zum Bericht (neuer Tab)",
  wave: "Winken",
  waveHelp: "Dein Name auf der Leinwand blinkt.",
};
