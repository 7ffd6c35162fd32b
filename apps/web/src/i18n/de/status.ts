import type { Translation } from "../entry.ts";
import type { status as english } from "../en/status.ts";

export const status: Translation<typeof english> = {
  stopped: "Angehalten. Der Grund und was zu tun ist, stehen unten.",
  atDoor:
    "Du bist an der Tür. Die Leitung wird gefragt, ob dieses Gerät hinein darf; nichts zu tun.",
  reconnecting: "Die Verbindung wird neu aufgebaut. Deine Arbeit bleibt erhalten.",
  youLeave: "Du gehst nach dieser Runde.",
  connecting: "Verbinden mit dem Raum.",
  loading: "Deine Bilder und das Gruppenmodell werden geholt.",
  round: "Runde {round}.",
  roundOf: "Runde {round} von {rounds}.",
  training: "{round} Training mit deinen Bildern.",
  sending: "{round} Dein Update wird gesendet.",
  sent: "{round} Dein Update ist da.",
  sentWaiting: "{round} Dein Update ist da. Warten auf die anderen.",
  pausedItself:
    "Dieses Gerät macht von selbst eine Pause. Der Grund und was zu tun ist, stehen unten.",
  paused: "Du machst eine Pause. Die Gruppe macht ohne dieses Gerät weiter, bis du weitermachst.",
  youAreIn: "Du bist dabei.",
  youAreInAs: "Du bist dabei, {name}.",
  waitingForStart: "Warten, bis die Leitung startet.",
  enough:
    "Genug andere waren diesmal schneller; dein Teil wurde nicht gebraucht. Alles ist in Ordnung.",
  dropped: "Die Leitung lässt dieses Gerät diese Runde aussetzen. Alles ist in Ordnung.",
  nextRound: "Die anderen trainieren; du kommst mit der nächsten Runde dazu.",
  nextPlace: "Die anderen trainieren; du beginnst, sobald ein Platz frei ist.",
  sitsOut:
    "Das Los fiel auf dieses Gerät, diese Runde auszusetzen, wie die Einstellungen es verlangen. Alles ist in Ordnung.",
  hostExplains:
    "Runde {round} ist fertig. Die Leitung erklärt gerade; die nächste Runde kommt bald.",
  waitingForRound: "Warten auf die nächste Runde.",
  averaging: "{round} Der Koordinator mittelt die Updates.",
  testing: "{round} Das Gruppenmodell wird mit Bildern getestet, die es nie gesehen hat.",
  allPaused: "Die Leitung hat alles angehalten. Schau nach vorn; hier ist nichts zu tun.",
  over: {
    one: "Der Lauf ist nach {count} Runde vorbei.",
    other: "Der Lauf ist nach {count} Runden vorbei.",
  },
  accuracyUnmeasured: "Die Genauigkeit wurde nicht gemessen.",
  finalAccuracy: "Genauigkeit am Ende {accuracy}.",
  left: "Du hast den Raum verlassen.",
  thanks: {
    one: "Danke: du hast in {count} Runde geholfen.",
    other: "Danke: du hast in {count} Runden geholfen.",
  },
  devicesTraining: "{round} Die Geräte trainieren.",
  group: "Gruppe: {sent} von {devices} haben gesendet.",
  groupEnough: "Gruppe: {sent} von {devices} haben gesendet. {goal} genügen.",
  timeLeft: "Noch höchstens {time}.",
};
