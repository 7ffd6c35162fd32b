import type { Translation } from "../entry.ts";
import type { frame as english } from "../en/frame.ts";

export const frame: Translation<typeof english> = {
  room: "Salle {code}",
  connected: "connecté",
  notConnected: "non connecté",
  theme: "Couleurs",
  themeAuto: "Comme le système",
  themeLight: "Clair",
  themeDark: "Sombre",
  themeProjector: "Projecteur",
  language: "Langue",
  languageFailed: "Les textes ne sont pas arrivés. Choisis la langue à nouveau.",
  picturesDrawn:
    "Images : formes dessinées, pas CIFAR. Les vraies images n'ont pas pu être chargées ou n'étaient pas demandées.",
  picturesOf: "Images : {source}.",
  loading: "Chargement",
  loadingPage: "La page se charge.",
  pageFailed: "La page ne s'est pas chargée",
  pageFailedFact: "une partie de cette page n'est pas arrivée",
  pageFailedCure: "Vérifie la connexion au coordinateur, puis recharge.",
  reload: "Recharger",
  watchInstead: "Regarder seulement",
  typeAnother: "Taper un autre code",
  details: "Détails",
  copyDetails: "Copier les détails",
  copied: "Copié",
  copyRefused: "La copie n'est pas permise ici",
  englishOnly: "Cette page n'existe qu'en anglais.",
  offline:
    "Non connecté au coordinateur. Ce qui est affiché peut être ancien ; la page réessaie toute seule.",
  tryNow: "Réessayer maintenant",
  slowPath:
    "La connexion directe est bloquée ici ; la page passe par la voie lente. Rien ne manque, tout arrive seulement plus tard.",
  missing: "Introuvable",
  missingTitle: "Il n'y a pas de page à cette adresse",
  missingText:
    "Spikefed entraîne un réseau de neurones à impulsions dans beaucoup d'onglets à la fois. Pour participer, commence à la page d'accueil.",
  start: "Commencer",
};
