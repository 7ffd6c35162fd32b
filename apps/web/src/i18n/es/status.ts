import type { Translation } from "../entry.ts";
import type { status as english } from "../en/status.ts";

export const status: Translation<typeof english> = {
  stopped: "Detenido. La razón y qué hacer están abajo.",
  atDoor:
    "Estás en la puerta. Se pide al anfitrión que deje entrar a este dispositivo; no hay que hacer nada.",
  reconnecting: "Reconectando. Tu trabajo se conserva.",
  youLeave: "Sales después de esta ronda.",
  connecting: "Conectando con la sala.",
  loading: "Trayendo tus imágenes y el modelo del grupo.",
  round: "Ronda {round}.",
  roundOf: "Ronda {round} de {rounds}.",
  training: "{round} Entrenando con tus imágenes.",
  sending: "{round} Enviando tu actualización.",
  sent: "{round} Tu actualización ha llegado.",
  sentWaiting: "{round} Tu actualización ha llegado. Esperando a los demás.",
  pausedItself: "Este dispositivo se ha puesto en pausa solo. La razón y qué hacer están abajo.",
  paused: "Estás en pausa. El grupo sigue sin este dispositivo hasta que vuelvas.",
  youAreIn: "Estás dentro.",
  youAreInAs: "Estás dentro, {name}.",
  waitingForStart: "Esperando a que el anfitrión empiece.",
  enough: "Esta vez bastantes otros fueron más rápidos; tu parte no hizo falta. Todo va bien.",
  dropped: "El anfitrión hace que este dispositivo descanse esta ronda. Todo va bien.",
  nextRound: "Los demás están entrenando; entras en la próxima ronda.",
  nextPlace: "Los demás están entrenando; empiezas cuando haya un sitio libre.",
  sitsOut:
    "A este dispositivo le ha tocado descansar esta ronda, como piden los ajustes. Todo va bien.",
  hostExplains:
    "La ronda {round} ha terminado. El anfitrión está explicando; la siguiente llega pronto.",
  waitingForRound: "Esperando a que se abra la siguiente ronda.",
  averaging: "{round} El coordinador promedia las actualizaciones.",
  testing: "{round} El modelo del grupo se prueba con imágenes que nunca ha visto.",
  allPaused: "El anfitrión ha puesto todo en pausa. Mira al frente; aquí no hay nada que hacer.",
  over: {
    one: "La sesión ha terminado tras {count} ronda.",
    many: "La sesión ha terminado tras {count} rondas.",
    other: "La sesión ha terminado tras {count} rondas.",
  },
  accuracyUnmeasured: "La precisión no se midió.",
  finalAccuracy: "Precisión final {accuracy}.",
  left: "Has salido de la sala.",
  thanks: {
    one: "Gracias: has ayudado en {count} ronda.",
    many: "Gracias: has ayudado en {count} rondas.",
    other: "Gracias: has ayudado en {count} rondas.",
  },
  devicesTraining: "{round} Los dispositivos están entrenando.",
  group: "Grupo: {sent} de {devices} han enviado.",
  groupEnough: "Grupo: {sent} de {devices} han enviado. Bastan {goal}.",
  timeLeft: "Quedan {time} como máximo.",
};
