import type { Translation } from "../entry.ts";
import type { frame as english } from "../en/frame.ts";

export const frame: Translation<typeof english> = {
  room: "Raum {code}",
  connected: "verbunden",
  notConnected: "nicht verbunden",
  theme: "Farben",
  themeAuto: "Wie das System",
  themeLight: "Hell",
  themeDark: "Dunkel",
  themeProjector: "Beamer",
  language: "Sprache",
  languageFailed: "Die Wörter sind nicht angekommen. Wähle die Sprache noch einmal.",
  picturesDrawn:
    "Bilder: gezeichnete Formen, nicht CIFAR. Die echten Bilder konnten nicht geladen werden oder waren nicht verlangt.",
  picturesOf: "Bilder: {source}.",
  loading: "Lädt",
  loadingPage: "Die Seite wird geladen.",
  pageFailed: "Die Seite wurde nicht geladen",
  pageFailedFact: "ein Teil dieser Seite ist nicht angekommen",
  pageFailedCure: "Prüfe die Verbindung zum Koordinator und lade dann neu.",
  reload: "Neu laden",
  watchInstead: "Nur zuschauen",
  typeAnother: "Anderen Code eingeben",
  details: "Einzelheiten",
  copyDetails: "Einzelheiten kopieren",
  copied: "Kopiert",
  copyRefused: "Kopieren ist hier nicht erlaubt",
  englishOnly: "Diese Seite gibt es nur auf Englisch.",
  offline:
    "Nicht mit dem Koordinator verbunden. Was hier steht, kann veraltet sein; die Seite versucht es von selbst wieder.",
  tryNow: "Jetzt versuchen",
  slowPath:
    "Die direkte Verbindung ist hier gesperrt; es geht über den langsamen Weg. Nichts fehlt, es kommt nur später an.",
  missing: "Nicht gefunden",
  missingTitle: "Unter dieser Adresse gibt es keine Seite",
  missingText:
    "Spikefed trainiert ein Netz aus spikenden Neuronen in vielen Browser-Tabs zugleich. Zum Mitmachen geh auf die Startseite.",
  start: "Zum Start",
};
