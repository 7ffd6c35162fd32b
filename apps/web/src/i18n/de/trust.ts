import type { Translation } from "../entry.ts";
import type { trust as english } from "../en/trust.ts";

export const trust: Translation<typeof english> = {
  title: "Die Warnung des Browsers",
  heading: "Warum dein Browser vor dieser Adresse warnt",
  why: "Der Computer, auf dem dieser Raum läuft, hat sein https-Zertifikat selbst gemacht: Eines, das Browser kennen, braucht einen öffentlichen Namen. Die Verbindung ist trotzdem verschlüsselt. Die Warnung heißt: Der Browser weiß nicht, wessen Computer das ist. Du kannst es herausfinden.",
  compareTitle: "Den Fingerabdruck vergleichen",
  compare:
    "Frag nach dem SHA-256-Fingerabdruck, der beim Start des Koordinators ausgegeben wurde; auch die Seite der Leitung und die Projektion zeigen ihn. Öffne im Browser das Zertifikat, aus der Warnung oder über das Zeichen neben der Adresse. Alle Zeichen müssen gleich sein.",
  sentHere:
    "Diese Seite kam mit dem Fingerabdruck hier unten. Wer dazwischen sitzt, könnte auch diese Seite ändern: Vergleiche also, was das Fenster des Browsers zeigt.",
  fingerprint: "SHA-256-Fingerabdruck",
  goOnTitle: "Ist er gleich, geh weiter",
  chrome: "Chrome, Edge: Erweitert, dann Weiter.",
  firefox: "Firefox: Erweitert, dann Risiko akzeptieren und fortfahren.",
  safari: "Safari: Details einblenden, dann diese Website besuchen.",
  differs:
    "Ist er anders, geh nicht weiter und sag der Leitung Bescheid: Vielleicht sitzt jemand dazwischen.",
  none: "Dieser Koordinator hat kein eigenes Zertifikat gemacht, also gibt es nichts zu vergleichen. Warnt dein Browser trotzdem, geh nicht weiter und sag der Leitung Bescheid.",
};
