import type { Translation } from "../entry.ts";
import type { status as english } from "../en/status.ts";

export const status: Translation<typeof english> = {
  stopped: "Arrêté. La raison et ce qu'il faut faire sont plus bas.",
  atDoor:
    "Tu es à la porte. On demande à l'animateur de laisser entrer cet appareil ; rien à faire.",
  reconnecting: "Reconnexion. Ton travail est gardé.",
  youLeave: "Tu pars après ce tour.",
  connecting: "Connexion à la salle.",
  loading: "On va chercher tes images et le modèle du groupe.",
  round: "Tour {round}.",
  roundOf: "Tour {round} sur {rounds}.",
  training: "{round} Entraînement sur tes images.",
  sending: "{round} Envoi de ta mise à jour.",
  sent: "{round} Ta mise à jour est arrivée.",
  sentWaiting: "{round} Ta mise à jour est arrivée. On attend les autres.",
  pausedItself:
    "Cet appareil s'est mis en pause tout seul. La raison et ce qu'il faut faire sont plus bas.",
  paused: "Tu es en pause. Le groupe continue sans cet appareil jusqu'à ce que tu reprennes.",
  youAreIn: "Tu es dans la salle.",
  youAreInAs: "Tu es dans la salle, {name}.",
  waitingForStart: "On attend que l'animateur commence.",
  enough:
    "Assez d'autres ont été plus rapides cette fois ; ta part n'a pas été nécessaire. Tout va bien.",
  dropped: "L'animateur fait passer ce tour à cet appareil. Tout va bien.",
  nextRound: "Les autres s'entraînent ; tu entres au prochain tour.",
  nextPlace: "Les autres s'entraînent ; tu commences dès qu'une place est libre.",
  sitsOut:
    "Le sort a désigné cet appareil pour passer ce tour, comme le demandent les réglages. Tout va bien.",
  hostExplains: "Le tour {round} est fini. L'animateur explique ; le prochain tour vient bientôt.",
  waitingForRound: "On attend l'ouverture du prochain tour.",
  averaging: "{round} Le coordinateur fait la moyenne des mises à jour.",
  testing: "{round} Le modèle du groupe est testé sur des images qu'il n'a jamais vues.",
  allPaused: "L'animateur a tout mis en pause. Lève les yeux ; rien à faire ici.",
  over: {
    one: "La session est finie après {count} tour.",
    many: "La session est finie après {count} tours.",
    other: "La session est finie après {count} tours.",
  },
  accuracyUnmeasured: "La précision n'a pas été mesurée.",
  finalAccuracy: "Précision finale {accuracy}.",
  left: "Tu as quitté la salle.",
  thanks: {
    one: "Merci : tu as aidé dans {count} tour.",
    many: "Merci : tu as aidé dans {count} tours.",
    other: "Merci : tu as aidé dans {count} tours.",
  },
  devicesTraining: "{round} Les appareils s'entraînent.",
  group: "Groupe : {sent} sur {devices} ont envoyé.",
  groupEnough: "Groupe : {sent} sur {devices} ont envoyé. {goal} suffisent.",
  timeLeft: "Encore {time} au plus.",
};
