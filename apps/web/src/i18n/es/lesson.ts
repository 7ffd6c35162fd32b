import type { Translation } from "../entry.ts";
import type { lesson as english } from "../en/lesson.ts";

export const lesson: Translation<typeof english> = {
  lessons: "Lecciones",
  about: "Una lección es una sesión con una pregunta. Si cambias algo, es tu propia sesión.",
  open: "Abrir: {run}",
  runOf: "{title}, sesión {number} de {count}: {run}",
  fromTo: "{low} a {high}",
  firstRun: "Primera sesión",
  firstRunQuestion: "¿Acertamos entre todos más que al azar?",
  firstRunScript:
    "El azar acierta una imagen de cada diez. Mirad la curva: en cada ronda cada uno entrena una copia y luego se promedian las copias.",
  unequalData: "Datos desiguales",
  unequalDataQuestion:
    "Cada dispositivo ve solo dos clases de imágenes. ¿Qué pasa con el promedio?",
  unequalDataEqualQuestion:
    "Cada dispositivo ve todas las clases de imágenes. ¿Cómo de bueno es el promedio?",
  unequalDataScript:
    "Primera sesión: todos tienen algo de todo. Segunda sesión: quizá solo conoces gatos y barcos. Apostad antes de empezar.",
  someoneLeaves: "Alguien se va",
  someoneLeavesQuestion: "A mitad de camino se van tres dispositivos. ¿Importa?",
  someoneLeavesScript:
    "Tras la ronda 4 haced que se vayan tres dispositivos: quitad robots o pedid a tres personas que cierren la página. ¿Se pierde lo que aportaron?",
  badClient: "Un dispositivo malo",
  badClientQuestion:
    "Un dispositivo envía diez veces demasiado. ¿Quién lo nota: la media o la mediana?",
  badClientScript:
    "Un robot hace daño a propósito. Primera sesión: la media toma todas las actualizaciones. Segunda sesión: la mediana toma las del medio.",
  alone: "la sesión",
  equal: "todos iguales",
  unequal: "dos clases cada uno",
  mean: "media",
  median: "mediana",
  guessing: "adivinar",
  before: "antes de irse",
  after: "al final",
  reveal: "Lo que vimos",
  accuracy: "Precisión",
  range: "Intervalo probable (95\u00a0%)",
  round: "Ronda",
  devices: "Dispositivos",
  notMeasured: "no medido",
  none: "ninguno",
  wait: "La respuesta llega cuando termina la sesión.",
  unmeasured:
    "Aún no está todo medido: falta una sesión, nadie pudo juzgarla, o el ruido, la lentitud o el número de dispositivos se cambiaron por el camino.",
  runsNotFetched: "No se pudo obtener la sesión anterior. Recarga la página.",
  unclear: "Las cifras están demasiado cerca: puede ser azar. Probad con otra semilla.",
  firstRunShown: "Sí: mejor que adivinar, y el azar no lo explica.",
  firstRunNotShown: "No: peor que adivinar. El registro dice qué falló.",
  unequalDataShown: "El promedio de especialistas es peor que el de generalistas.",
  unequalDataNotShown: "Esta vez los datos desiguales fueron mejores. Mirad quién participó.",
  someoneLeavesShown: {
    one: "Faltó {count} dispositivo, y el modelo conservó lo aprendido.",
    many: "Faltaron {count} dispositivos, y el modelo conservó lo aprendido.",
    other: "Faltaron {count} dispositivos, y el modelo conservó lo aprendido.",
  },
  someoneLeavesNotShown: {
    one: "Faltó {count} dispositivo, y el modelo empeoró.",
    many: "Faltaron {count} dispositivos, y el modelo empeoró.",
    other: "Faltaron {count} dispositivos, y el modelo empeoró.",
  },
  nobodyLeft: "Nadie se fue en esta sesión, así que no hay nada que ver. Probad otra vez.",
  badClientShown:
    "Con un dispositivo malo la mediana es mejor que la media, y el azar no lo explica.",
  badClientNotShown: "Esta vez la media fue mejor. Mirad quién participó.",
  noBadClient:
    "En una de las sesiones ningún robot envió diez veces demasiado. Añadid un robot malo y probad otra vez.",
  robots: "Robots",
  robotsHelp:
    "Participantes de este coordinador, en su procesador, para ensayar a solas: 8 como mucho.",
  robotsHere: "Ayudan: {honest}. Dañan: {bad}.",
  addRobot: "Añadir un robot",
  removeRobot: "Quitar un robot",
  addBad: "Añadir un robot malo",
  removeBad: "Quitar un robot malo",
  addForLesson: "Añadir los robots de esta lección",
  robotOn: "robot, {device}",
  badRobotOn: "robot malo, {device}",
  robotsHereToo: {
    one: "{count} es un robot",
    many: "{count} son robots",
    other: "{count} son robots",
  },
};
