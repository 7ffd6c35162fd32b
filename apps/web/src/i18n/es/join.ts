import type { Translation } from "../entry.ts";
import type { join as english } from "../en/join.ts";

export const join: Translation<typeof english> = {
  join: "Participar",
  title: "Ayuda a entrenar una red de neuronas de impulsos",
  titleAnn: "Ayuda a entrenar una red",
  lead: "Pulsa el botón y esta pestaña entrena una copia de la red con sus propias imágenes. La sala promedia todas las copias, ronda tras ronda.",
  joinRoom: "Entrar en la sala",
  justWatch: "Solo mirar",
  code: "Código de la sala",
  codeHelp: "Cuatro caracteres, como los muestra el anfitrión. Sin vocales, sin 0 ni 1.",
  name: "Tu nombre aquí",
  newName: "Otro nombre",
  nameHelp: "Inventado, para que nadie tenga que dar el suyo. Los demás lo verán.",
  download:
    "Descarga {size} y el código de entrenamiento, una sola vez. Puedes parar cuando quieras.",
  stopAnyTime: "Puedes parar cuando quieras.",
  what: "¿Qué hace esta página?",
  promiseChip:
    "Usa el chip gráfico de este dispositivo, o su procesador, solo mientras la página está abierta. No se instala nada.",
  promiseData:
    "No lee nada de tu dispositivo. {claim} ({set}). En el aprendizaje federado real serían tuyas y se quedarían contigo.",
  promiseDataClaim: "Las imágenes las ponemos nosotros",
  drawnShapes: "formas dibujadas",
  publicSet: "una colección pública",
  promiseLeave:
    "Puedes hacer una pausa o irte cuando quieras; el grupo solo pierde tu próxima actualización.",
  promiseName:
    "Guardamos el nombre elegido hasta que termina la sesión. Sin cuenta, sin cookies, sin rastreo.",
  promisePace:
    "Va más despacio con batería o con calor, donde el navegador nos lo dice, y tú puedes marcar el ritmo.",
  promiseMeasured: "Lo que ves se ha medido. Si falta un número, se dice que falta.",
  asking: "Preguntando a la sala quién está.",
  unreachable: "el coordinador no responde",
  unreachableCure:
    "La página pregunta de nuevo cada 5 segundos. ¿Está encendido el ordenador del anfitrión, y en la misma red?",
  whichRoom: "Aquí hay varias salas abiertas: escribe el código de la tuya.",
  unknownRoom: "aquí no hay ninguna sala {code}",
  unknownRoomCure: "Comprueba el código. Los códigos no tienen vocales, ni 0 ni 1.",
  roomLine: "Sala {code}: {here}, {next}. Red: {model}.",
  roomLineAnn: "Sala {code}: {here}, {next}. Red: {model}, sin impulsos.",
  nobody: "aún no hay nadie",
  nobodyNow: "ahora no hay nadie",
  devicesHere: {
    one: "{count} dispositivo aquí",
    many: "{count} dispositivos aquí",
    other: "{count} dispositivos aquí",
  },
  nextLobby: "empieza cuando el anfitrión lo diga",
  nextRunning: "en marcha; entras en la próxima ronda",
  nextPaused: "en pausa por el anfitrión",
  nextDone: "esta sesión ha terminado; el anfitrión puede abrir otra",
  whatIsSpiking: "¿Qué es una red de impulsos?",
};
