import type { Translation } from "../entry.ts";
import type { join as english } from "../en/join.ts";

export const join: Translation<typeof english> = {
  join: "Participer",
  title: "Aide à entraîner un réseau de neurones à impulsions",
  titleAnn: "Aide à entraîner un réseau",
  lead: "Appuie sur le bouton, et cet onglet entraîne une copie du réseau sur ses propres images. La salle fait la moyenne de toutes les copies, tour après tour.",
  joinRoom: "Entrer dans la salle",
  justWatch: "Regarder seulement",
  code: "Code de la salle",
  codeHelp: "Quatre caractères, comme l'animateur les montre. Pas de voyelles, ni 0 ni 1.",
  name: "Ton nom ici",
  newName: "Nouveau nom",
  nameHelp: "Inventé, pour que personne n'ait à donner le vrai. Les autres le verront.",
  download:
    "Télécharge {size} et le code d'entraînement, une seule fois. Tu peux arrêter à tout moment.",
  stopAnyTime: "Tu peux arrêter à tout moment.",
  what: "Que fait cette page ?",
  promiseChip:
    "Elle utilise la puce graphique de cet appareil, ou son processeur, seulement tant qu'elle est ouverte. Rien n'est installé.",
  promiseData:
    "Elle ne lit rien sur ton appareil. {claim} ({set}). Dans le vrai apprentissage fédéré, elles seraient à toi et resteraient chez toi.",
  promiseDataClaim: "Les images viennent de nous",
  drawnShapes: "formes dessinées",
  publicSet: "une collection publique",
  promiseLeave:
    "Tu peux faire une pause ou partir à tout moment ; le groupe ne perd que ta prochaine mise à jour.",
  promiseName:
    "Nous gardons le nom choisi jusqu'à la fin de la session. Pas de compte, pas de cookie, pas de suivi.",
  promisePace:
    "Cela ralentit sur batterie ou si l'appareil chauffe, quand le navigateur nous le dit, et tu peux choisir l'allure toi-même.",
  promiseMeasured: "Ce que tu vois a été mesuré. Un nombre qui manque est montré comme manquant.",
  asking: "On demande à la salle qui est là.",
  unreachable: "le coordinateur ne répond pas",
  unreachableCure:
    "La page redemande toutes les 5 secondes. L'ordinateur de l'animateur est-il allumé, et sur le même réseau ?",
  whichRoom: "Plusieurs salles sont ouvertes ici : tape le code de la tienne.",
  unknownRoom: "il n'y a pas de salle {code} ici",
  unknownRoomCure: "Vérifie le code. Les codes n'ont ni voyelles, ni 0, ni 1.",
  roomLine: "Salle {code} : {here}, {next}. Réseau : {model}.",
  roomLineAnn: "Salle {code} : {here}, {next}. Réseau : {model}, sans impulsions.",
  nobody: "personne encore",
  nobodyNow: "personne en ce moment",
  devicesHere: {
    one: "{count} appareil ici",
    many: "{count} appareils ici",
    other: "{count} appareils ici",
  },
  nextLobby: "on commence quand l'animateur le dit",
  nextRunning: "en cours ; tu entres au prochain tour",
  nextPaused: "mise en pause par l'animateur",
  nextDone: "cette session est finie ; l'animateur peut en ouvrir une autre",
  whatIsSpiking: "Qu'est-ce qu'un réseau à impulsions ?",
};
