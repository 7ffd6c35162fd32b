import type { Translation } from "../entry.ts";
import type { join as english } from "../en/join.ts";

export const join: Translation<typeof english> = {
  join: "Mitmachen",
  title: "Hilf, ein Netz aus spikenden Neuronen zu trainieren",
  titleAnn: "Hilf, ein Netz zu trainieren",
  lead: "Drück auf Mitmachen, und dieser Tab trainiert eine Kopie des Netzes mit eigenen Bildern. Der Raum mittelt alle Kopien, Runde für Runde.",
  joinRoom: "Im Raum mitmachen",
  justWatch: "Nur zuschauen",
  code: "Raumcode",
  codeHelp: "Vier Zeichen, wie die Leitung sie zeigt. Keine Vokale, keine 0 oder 1.",
  name: "Dein Name hier",
  newName: "Neuer Name",
  nameHelp: "Ausgedacht, damit niemand den echten braucht. Die anderen hier sehen ihn.",
  download: "Lädt einmal {size} und den Code zum Trainieren. Du kannst jederzeit aufhören.",
  stopAnyTime: "Du kannst jederzeit aufhören.",
  what: "Was passiert hier?",
  promiseChip:
    "Es benutzt den Grafikchip oder den Prozessor dieses Geräts, und nur, solange diese Seite offen ist. Nichts wird installiert.",
  promiseData:
    "Es liest nichts von deinem Gerät. {claim} ({set}). Beim echten föderierten Lernen wären es deine, und sie blieben bei dir.",
  promiseDataClaim: "Die Bilder kommen von uns",
  drawnShapes: "gezeichnete Formen",
  publicSet: "eine öffentliche Sammlung",
  promiseLeave:
    "Du kannst jederzeit eine Pause machen oder gehen; der Gruppe fehlt dann nur dein nächstes Update.",
  promiseName:
    "Wir behalten deinen gewählten Namen, bis der Lauf endet. Kein Konto, kein Cookie, keine Verfolgung.",
  promisePace:
    "Auf Akku oder bei Hitze wird es langsamer, wo der Browser es uns sagt, und du kannst das Tempo selbst bestimmen.",
  promiseMeasured: "Was du siehst, wurde gemessen. Fehlt eine Zahl, steht das da.",
  asking: "Der Raum wird gefragt, wer da ist.",
  unreachable: "der Koordinator antwortet nicht",
  unreachableCure:
    "Die Seite fragt alle 5 Sekunden wieder. Ist der Computer der Leitung an, und im selben Netz?",
  whichRoom: "Hier sind mehrere Räume offen: Tippe den Code von deinem ein.",
  unknownRoom: "hier gibt es keinen Raum {code}",
  unknownRoomCure: "Prüfe den Code. Codes haben keine Vokale und keine 0 oder 1.",
  roomLine: "Raum {code}: {here}, {next}. Netz: {model}.",
  roomLineAnn: "Raum {code}: {here}, {next}. Netz: {model}, ohne Spikes.",
  nobody: "noch niemand da",
  nobodyNow: "gerade niemand da",
  devicesHere: { one: "{count} Gerät da", other: "{count} Geräte da" },
  nextLobby: "es geht los, wenn die Leitung startet",
  nextRunning: "läuft; du kommst mit der nächsten Runde dazu",
  nextPaused: "die Leitung hat eine Pause gemacht",
  nextDone: "dieser Lauf ist vorbei; die Leitung kann einen neuen öffnen",
  whatIsSpiking: "Was ist ein spikendes Netz?",
};
