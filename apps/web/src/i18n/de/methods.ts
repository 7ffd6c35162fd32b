import type { Translation } from "../entry.ts";
import type { methods as english } from "../en/methods.ts";

export const methods: Translation<typeof english> = {
  presetSteps: { one: "{count} Zeitschritt", other: "{count} Zeitschritte" },
  s4: "s4: drei Schichten",
  s4Help:
    "Das kleinste; {steps}. Für Handys, Prozessoren und einen ersten Versuch mit höchstens einer Minute je Runde.",
  s5: "s5: fünf Schichten",
  s5Help: "Klein; {steps}. Für Laptops und eine Klasse: die übliche Wahl.",
  vgg9: "vgg9: das Netz des Papers",
  vgg9Help: "Groß; {steps}, Poisson-Kodierung. Für Grafikchips mit Geduld: Minuten je Runde.",
  vgg9Direct: "vgg9-direct: das große Netz, kurz",
  vgg9DirectHelp:
    "Groß; {steps}, direkte Kodierung. Für Grafikchips: etwa fünfmal schneller als vgg9.",
  s5Baseline: "s5-baseline: gewöhnlich und klein",
  s5BaselineHelp:
    "Keine Spikes: ein kleines Netz von der Art, mit der der Code des Papers vergleicht. Für jedes Gerät.",
  vgg9Baseline: "vgg9-baseline: der Vergleich des Papers",
  vgg9BaselineHelp:
    "Keine Spikes: das gewöhnliche Netz im Code des Papers. Jedes Gerät bekommt und sendet 91\u00a0MB je Runde.",
  fedavgHelp: "Der Mittelwert der Kopien, gewichtet nach den Bildern dahinter. Die übliche Wahl.",
  fedproxHelp:
    "Der Mittelwert, und beim Trainieren wird ein Gerät nah am Modell der Runde gehalten.",
  fedavgmHelp:
    "Der Mittelwert mit Momentum: ein Teil des letzten Schritts geht in den nächsten ein.",
  fedadamHelp:
    "Die mittlere Änderung ist ein Gradient, mit dem der Koordinator einen Schritt von Adam macht.",
  fedyogiHelp: "Wie FedAdam, mit einer Schrittlänge, die sich vorsichtiger ändert.",
  fedadagradHelp: "Wie FedAdam, mit Schritten, die nur kürzer werden.",
  fedmedianHelp: "Die Mitte der Kopien, Zahl für Zahl, so dass ein paar wilde nicht schaden.",
  fedtrimmedavgHelp: "Der Mittelwert ohne das größte und das kleinste Fünftel, Zahl für Zahl.",
  krumHelp: "Die eine Kopie, die den anderen am nächsten liegt; ein Gerät darf Unsinn senden.",
  multikrumHelp:
    "Der Mittelwert der Kopien, die am nächsten beieinander liegen; ein Gerät darf Unsinn senden.",
  bulyanHelp:
    "Krums Wahl wieder und wieder, dann ein gestutzter Mittelwert; ein Gerät darf Unsinn senden.",
  needsUpdates: "Braucht {least} Updates je Runde.",
  surrogate: "Ersatzgradient",
  surrogateHelp:
    "Rückwärts durch alle Zeitschritte, mit einem Ersatz für die Steigung eines Spikes. Die übliche Wahl.",
  proxy: "Über einen Stellvertreter",
  proxyHelp:
    "Die Steigung kommt vom gewöhnlichen Zwilling mit denselben Gewichten: ein Weg zurück statt einer je Zeitschritt. Nicht auf Grafikchips.",
  tandem: "Im Tandem",
  tandemHelp:
    "Jede Schicht für sich ahmt ihren gewöhnlichen Zwilling nach, den das Gerät vorher trainiert; braucht wenig Speicher. Nicht auf Grafikchips.",
  crossEntropy: "Richtige Antworten",
  crossEntropyHelp: "Kreuzentropie: ein Gerät lernt, was auf seinen Bildern ist. Die übliche Wahl.",
  fedlec: "FedLEC",
  fedlecHelp:
    "Für Anteile, denen Klassen fehlen: was ein Gerät nicht hat, behält es, wie das Modell der Runde es hat.",
  distillation: "Nachahmung",
  distillationHelp:
    "Ein Zehntel des Verlusts ist, zu antworten wie das Modell der Runde, damit die Geräte weniger auseinanderlaufen.",
  annTeacher: "Nachahmung des Zwillings",
  annTeacherHelp:
    "Ein Zehntel des Verlusts ist, zu antworten wie ein gewöhnliches Netz, das das Gerät vorher trainiert.",
  float32: "Genau",
  float32Help: "Jede Änderung, wie sie berechnet wurde, je 4 Bytes. Die übliche Wahl.",
  float16: "Halbe Genauigkeit",
  float16Help: "2 Bytes je Änderung: halb so viel zu senden, drei Stellen von jeder Zahl.",
  int8: "Ein Byte",
  int8Help: "1 Byte je Änderung: ein Viertel zu senden, zufällig auf- oder abgerundet.",
  topK: "Nur die größten",
  topKHelp:
    "Ein Zehntel der Änderungen, ein Fünftel zu senden. Den Rest behält ein Gerät für seine nächste Runde.",
  iid: "Gleich (IID)",
  iidHelp: "Jedes Gerät bekommt dieselbe Mischung von Klassen. Die übliche Wahl.",
  fedsnn: "Wie im Paper (FedSNN)",
  fedsnnHelp: "Jede Klasse wird ungleich aufgeteilt; wer genug Bilder hat, bekommt keine mehr.",
  dirichlet: "Ungleich (Dirichlet)",
  dirichletHelp: "Jedes Gerät bekommt von manchen Klassen mehr; Alpha sagt, wie ungleich.",
  pathological: "Je ein paar Klassen (pathologisch)",
  pathologicalHelp: "Jedes Gerät kennt nur so viele Klassen und sieht die anderen nie.",
  shard: "Sortiert und geschnitten (shard)",
  shardHelp:
    "Bilder nach Klasse sortiert und in Stücke geschnitten, wie im ersten Paper zu FedAvg.",
  snn: "Spikend",
  snnHelp: "Neuronen, die über die Zeit Spikes senden. Die übliche Wahl.",
  ann: "Gewöhnlicher Zwilling",
  annHelp:
    "Dieselben Schichten ohne Spikes, zum Vergleichen; Zeitschritte und Kodierung haben keine Bedeutung. Die einzige Wahl für ein Netz ohne Spikes.",
  codingUsual: "Wie das Netz es hat",
  codingUsualHelp: "Poisson für vgg9, direkt für die anderen. Die übliche Wahl.",
  direct: "Direkt",
  directHelp: "Dasselbe Bild in jedem Zeitschritt.",
  poisson: "Poisson",
  poissonHelp: "Zufällige Spikes, mehr davon, wo das Bild hell oder dunkel ist. Wie im Paper.",
  normShared: "Mit dem Rest gemittelt",
  normSharedHelp: "Gleich für alle Geräte. Die übliche Wahl.",
  normOwn: "Jedes Gerät seine eigenen",
  normOwnHelp:
    "Für ungleiche Daten, wie FedBN es macht. Eine neu geladene Seite beginnt mit dem Mittelwert.",
  uniform: "Alle gleich",
  uniformHelp: "Jedes Gerät hat dieselbe Chance. Die übliche Wahl.",
  bySamples: "Nach ihren Bildern",
  bySamplesHelp:
    "Doppelt so viele Bilder, doppelte Chance. Wähle dazu eine Strategie, die alle Geräte gleich zählt, sonst zählen große Anteile zweimal.",
  leastRecently: "Wer am längsten gewartet hat",
  leastRecentlyHelp: "Alle sind einmal dran, bevor jemand zum zweiten Mal dran ist.",
  network: "Netz",
  howDealt: "Wie die Bilder verteilt werden",
  kindOfNetwork: "Art des Netzes",
  strategy: "Strategie",
  invited: "Wer eingeladen wird, wenn nicht alle",
  localGoal: "Lokales Ziel",
  learningRule: "Lernregel",
  normLayers: "Norm-Schichten",
  coding: "Kodierung",
  updates: "Updates",
};
