import type { Translation } from "../entry.ts";
import type { lesson as english } from "../en/lesson.ts";

export const lesson: Translation<typeof english> = {
  lessons: "Leçons",
  about: "Une leçon est une session avec une question. Tout changement en fait ta propre session.",
  open: "Ouvrir : {run}",
  runOf: "{title}, session {number} sur {count} : {run}",
  fromTo: "{low} à {high}",
  firstRun: "Première session",
  firstRunQuestion: "Ensemble, faisons-nous mieux que le hasard ?",
  firstRunScript:
    "Le hasard trouve une image sur dix. Regardez la courbe : à chaque tour chacun entraîne une copie, puis on fait la moyenne des copies.",
  unequalData: "Données inégales",
  unequalDataQuestion: "Chaque appareil ne voit que deux sortes d'images. Que devient la moyenne ?",
  unequalDataEqualQuestion:
    "Chaque appareil voit toutes les sortes d'images. Que vaut la moyenne ?",
  unequalDataScript:
    "Première session : chacun a un peu de tout. Deuxième session : tu ne connais peut-être que les chats et les bateaux. Devinez avant le départ.",
  someoneLeaves: "Des départs",
  someoneLeavesQuestion: "À mi-chemin, trois appareils partent. Est-ce grave ?",
  someoneLeavesScript:
    "Après le tour 4, faites partir trois appareils : retirez des robots, ou demandez à trois personnes de fermer la page. Leur travail est-il perdu ?",
  badClient: "Un mauvais appareil",
  badClientQuestion:
    "Un appareil envoie dix fois trop. Qui le remarque : la moyenne ou la médiane ?",
  badClientScript:
    "Un robot nuit exprès. Première session : la moyenne prend toutes les mises à jour. Deuxième session : la médiane prend celles du milieu.",
  alone: "la session",
  equal: "tous pareils",
  unequal: "deux sortes chacun",
  mean: "moyenne",
  median: "médiane",
  guessing: "au hasard",
  before: "avant les départs",
  after: "à la fin",
  reveal: "Ce que nous avons vu",
  accuracy: "Précision",
  range: "Intervalle probable (95\u00a0%)",
  round: "Tour",
  devices: "Appareils",
  notMeasured: "non mesuré",
  none: "aucun",
  wait: "La réponse vient quand la session est finie.",
  unmeasured:
    "Tout n'est pas encore mesuré : une session manque, personne n'a pu la juger, ou le bruit, la lenteur ou le nombre d'appareils ont été changés en route.",
  runsNotFetched: "La session précédente n'a pas pu être récupérée. Recharge la page.",
  unclear:
    "Les chiffres sont trop proches : cela peut être le hasard. Réessayez avec une autre graine.",
  firstRunShown: "Oui : mieux que le hasard, et le hasard ne l'explique pas.",
  firstRunNotShown: "Non : moins bien que le hasard. Le journal dit ce qui s'est passé.",
  unequalDataShown: "La moyenne de spécialistes est moins bonne que celle de généralistes.",
  unequalDataNotShown: "Cette fois, les données inégales ont fait mieux. Regardez qui a participé.",
  someoneLeavesShown: {
    one: "{count} appareil manquait, et le modèle a gardé ce qu'il avait appris.",
    many: "{count} appareils manquaient, et le modèle a gardé ce qu'il avait appris.",
    other: "{count} appareils manquaient, et le modèle a gardé ce qu'il avait appris.",
  },
  someoneLeavesNotShown: {
    one: "{count} appareil manquait, et le modèle est devenu moins bon.",
    many: "{count} appareils manquaient, et le modèle est devenu moins bon.",
    other: "{count} appareils manquaient, et le modèle est devenu moins bon.",
  },
  nobodyLeft: "Personne n'est parti, il n'y a donc rien à voir. Réessayez.",
  badClientShown:
    "Avec un mauvais appareil, la médiane fait mieux que la moyenne, et le hasard ne l'explique pas.",
  badClientNotShown: "Cette fois, la moyenne a fait mieux. Regardez qui a participé.",
  noBadClient:
    "Dans une des sessions, aucun robot n'a envoyé dix fois trop. Ajoutez un mauvais robot et réessayez.",
  robots: "Robots",
  robotsHelp:
    "Des participants de ce coordinateur, sur son processeur, pour répéter seul : 8 au plus.",
  robotsHere: "Aident : {honest}. Nuisent : {bad}.",
  addRobot: "Ajouter un robot",
  removeRobot: "Retirer un robot",
  addBad: "Ajouter un mauvais robot",
  removeBad: "Retirer un mauvais robot",
  addForLesson: "Ajouter les robots de cette leçon",
  robotOn: "robot, {device}",
  badRobotOn: "mauvais robot, {device}",
  robotsHereToo: {
    one: "{count} est un robot",
    many: "{count} sont des robots",
    other: "{count} sont des robots",
  },
};
