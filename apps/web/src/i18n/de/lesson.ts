import type { Translation } from "../entry.ts";
import type { lesson as english } from "../en/lesson.ts";

export const lesson: Translation<typeof english> = {
  lessons: "Lektionen",
  about:
    "Eine Lektion ist ein Lauf mit einer Frage. Wer etwas ändert, macht daraus einen eigenen Lauf.",
  open: "Öffnen: {run}",
  runOf: "{title}, Lauf {number} von {count}: {run}",
  fromTo: "{low} bis {high}",
  firstRun: "Erster Lauf",
  firstRunQuestion: "Sind wir alle zusammen besser als Raten?",
  firstRunScript:
    "Raten trifft bei einem von zehn Bildern. Achtet auf die Kurve: In jeder Runde trainiert jeder eine Kopie, dann werden die Kopien gemittelt.",
  unequalData: "Ungleiche Daten",
  unequalDataQuestion: "Jedes Gerät sieht nur zwei Arten von Bildern. Was wird aus dem Mittel?",
  unequalDataEqualQuestion: "Jedes Gerät sieht alle Arten von Bildern. Wie gut wird das Mittel?",
  unequalDataScript:
    "Erster Lauf: Jeder hat von allem etwas. Zweiter Lauf: Du kennst vielleicht nur Katzen und Schiffe. Ratet, bevor es losgeht.",
  someoneLeaves: "Jemand geht",
  someoneLeavesQuestion: "Auf halbem Weg gehen drei Geräte. Macht das etwas aus?",
  someoneLeavesScript:
    "Lasst nach Runde 4 drei Geräte gehen: Nehmt Roboter heraus, oder bittet drei Leute, die Seite zu schließen. Ist verloren, was sie beigetragen haben?",
  badClient: "Ein böses Gerät",
  badClientQuestion: "Ein Gerät sendet das Zehnfache. Wer merkt es: das Mittel oder der Median?",
  badClientScript:
    "Ein Roboter schadet mit Absicht. Erster Lauf: Das Mittel nimmt jedes Update. Zweiter Lauf: Der Median nimmt die Mitte.",
  alone: "der Lauf",
  equal: "gleich verteilt",
  unequal: "je zwei Arten",
  mean: "Mittel",
  median: "Median",
  guessing: "Raten",
  before: "bevor sie gingen",
  after: "am Ende",
  reveal: "Was wir gesehen haben",
  accuracy: "Genauigkeit",
  range: "Wahrscheinlicher Bereich (95\u00a0%)",
  round: "Runde",
  devices: "Geräte",
  notMeasured: "nicht gemessen",
  none: "keine",
  wait: "Die Antwort kommt, wenn der Lauf vorbei ist.",
  unmeasured:
    "Noch ist nicht alles gemessen: Ein Lauf fehlt, niemand konnte ihn beurteilen, oder Rauschen, Langsamkeit oder die Zahl der Geräte wurden unterwegs geändert.",
  runsNotFetched: "Der frühere Lauf konnte nicht geholt werden. Lade die Seite neu.",
  unclear:
    "Die Zahlen liegen zu nah beieinander: Das kann Zufall sein. Versucht es mit einem anderen Startwert.",
  firstRunShown: "Ja: besser als Raten, um mehr als der Zufall erklärt.",
  firstRunNotShown: "Nein: schlechter als Raten. Im Protokoll steht, was schiefging.",
  unequalDataShown: "Das Mittel von Spezialisten ist schlechter als das Mittel von Alleskönnern.",
  unequalDataNotShown: "Diesmal waren ungleiche Daten besser. Seht nach, wer mitgemacht hat.",
  someoneLeavesShown: {
    one: "{count} Gerät fehlte, und das Modell behielt, was es gelernt hatte.",
    other: "{count} Geräte fehlten, und das Modell behielt, was es gelernt hatte.",
  },
  someoneLeavesNotShown: {
    one: "{count} Gerät fehlte, und das Modell wurde schlechter.",
    other: "{count} Geräte fehlten, und das Modell wurde schlechter.",
  },
  nobodyLeft:
    "In diesem Lauf ist niemand gegangen, also gibt es nichts zu sehen. Versucht es noch einmal.",
  badClientShown:
    "Mit einem bösen Gerät ist der Median besser als das Mittel, um mehr als der Zufall erklärt.",
  badClientNotShown: "Diesmal war das Mittel besser. Seht nach, wer mitgemacht hat.",
  noBadClient:
    "In einem der Läufe hat kein Roboter das Zehnfache gesendet. Fügt einen bösen Roboter hinzu und versucht es noch einmal.",
  robots: "Roboter",
  robotsHelp:
    "Teilnehmer dieses Koordinators, auf seinem Prozessor, um allein zu üben: höchstens 8.",
  robotsHere: "Helfen: {honest}. Schaden: {bad}.",
  addRobot: "Roboter hinzufügen",
  removeRobot: "Roboter entfernen",
  addBad: "Bösen Roboter hinzufügen",
  removeBad: "Bösen Roboter entfernen",
  addForLesson: "Roboter dieser Lektion hinzufügen",
  robotOn: "Roboter, {device}",
  badRobotOn: "böser Roboter, {device}",
  robotsHereToo: { one: "{count} davon ist ein Roboter", other: "{count} davon sind Roboter" },
};
