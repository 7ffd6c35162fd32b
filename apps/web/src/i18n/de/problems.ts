import type { Translation } from "../entry.ts";
import type { problems as english } from "../en/problems.ts";

export const problems: Translation<typeof english> = {
  "wire/version": "Diese Seite hat eine andere Version als der Raum.",
  "wire/version/cure": "Lade die Seite neu.",
  "wire/invalid": "Eine Nachricht dieser Seite war ungültig.",
  "wire/invalid/cure":
    "Lade die Seite neu; passiert es wieder, melde es mit den kopierten Einzelheiten.",
  "wire/too-fast": "Diese Seite hat zu viele Nachrichten auf einmal gesendet.",
  "wire/too-fast/cure": "Warte kurz; die Seite wird von selbst langsamer.",
  "wire/internal": "Der Koordinator konnte das nicht ausführen.",
  "wire/internal/cure": "Versuch es noch einmal; der Grund steht im Protokoll des Koordinators.",
  "room/unknown": "Es gibt keinen Raum mit diesem Code.",
  "room/unknown/cure": "Prüfe den Code. Codes haben keine Vokale und keine 0 oder 1.",
  "room/full": "Alle Plätze sind vergeben.",
  "room/full/cure": "Schau zu, oder bitte die Leitung um einen Lauf mit mehr Anteilen.",
  "room/stopping": "Der Koordinator wird beendet; wer ihn betreibt, wollte es so.",
  "room/stopping/cure":
    "Nichts ist verloren. Startet er wieder, verbindet sich diese Seite von selbst.",
  "room/host-key": "Der Schlüssel der Leitung ist falsch.",
  "room/host-key/cure": "Öffne den Link für die Leitung, den der Koordinator ausgegeben hat.",
  "room/host-locked": "Von dieser Adresse kamen zu viele falsche Schlüssel.",
  "room/host-locked/cure":
    "Warte, dann öffne den Link für die Leitung, den der Koordinator ausgegeben hat.",
  "room/too-many-joins": "Von dieser Adresse kamen zu viele Geräte.",
  "room/too-many-joins/cure": "Warte kurz und mach dann wieder mit.",
  "room/session": "Dieser Platz im Raum gehört zu einer anderen Verbindung.",
  "room/session/cure": "Mach neu mit; dieses Gerät bekommt einen neuen Platz.",
  "room/removed": "Die Leitung hat dieses Gerät entfernt.",
  "room/removed/cure": "Frag die Leitung, ob das ein Versehen war.",
  "room/turned-away": "Die Leitung hat dieses Gerät nicht hereingelassen.",
  "room/turned-away/cure": "Schau zu, oder frag die Leitung.",
  "room/door-full": "An der Tür warten schon viele Geräte.",
  "room/door-full/cure": "Versuch es wieder, wenn die Leitung einige hereingelassen hat.",
  "room/phase": "Das geht in dieser Phase des Laufs nicht.",
  "room/phase/cure": "Warte auf die nächste Phase, oder beende zuerst den Lauf.",
  "room/settings": "Eine Einstellung liegt außerhalb des Erlaubten.",
  "room/settings/cure": "Ändere sie auf einen erlaubten Wert.",
  "room/has-sent": "Die Updates für diese Runde sind schon da.",
  "room/has-sent/cure": "Was gesendet ist, zählt; versuch es in der nächsten Runde wieder.",
  "room/no-member": "Dieser Helfer hat keinen Platz in diesem Raum.",
  "room/no-member/cure": "Sieh noch einmal in die Tabelle: vielleicht ist er gegangen.",
  "volunteer/unreachable": "Kein Koordinator antwortet.",
  "volunteer/unreachable/cure": "Prüfe die Verbindung; es wird von selbst wieder versucht.",
  "volunteer/download": "Etwas konnte nicht geladen werden.",
  "volunteer/download/cure": "Prüfe die Verbindung, dann lade die Seite neu.",
  "volunteer/checksum": "Etwas ist nicht heil angekommen.",
  "volunteer/checksum/cure":
    "Lade die Seite neu; passiert es wieder, verändert ein Proxy, was er weitergibt.",
  "volunteer/training": "Das Training auf diesem Gerät hielt an.",
  "volunteer/training/cure": "Die Arbeit dieser Runde zählt nicht; die nächste beginnt frisch.",
  "volunteer/device": "Die Grafik ist zweimal ausgefallen.",
  "volunteer/device/cure":
    "Schließ andere Tabs und Programme, die Grafik benutzen, dann mach weiter; oder trainiere auf dem Prozessor.",
  "volunteer/memory": "Die Grafik hat für dieses Training zu wenig Speicher.",
  "volunteer/memory/cure":
    "Schließ andere Tabs und Programme, die Grafik benutzen, dann mach weiter; oder bitte die Leitung um kleinere Batches oder ein kleineres Netz.",
  "volunteer/ended": "Der Koordinator hat diese Verbindung beendet.",
  "volunteer/ended/cure":
    "Vielleicht hat ein anderer Tab diesen Platz; lade die Seite neu, um hierher zurückzukommen.",
  "volunteer/executor": "Dieses Gerät kann das Modell nicht ausführen.",
  "volunteer/executor/cure": "Lade die Seite neu, oder schau zu.",
};
