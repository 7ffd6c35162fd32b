import type { Translation } from "../entry.ts";
import type { trust as english } from "../en/trust.ts";

export const trust: Translation<typeof english> = {
  title: "L'avertissement du navigateur",
  heading: "Pourquoi ton navigateur t'avertit",
  why: "L'ordinateur qui tient cette salle a fait lui-même son certificat https : un certificat connu des navigateurs demande un nom public. La connexion est chiffrée malgré tout. L'avertissement signifie que le navigateur ne sait pas à qui est cet ordinateur. Tu peux le savoir.",
  compareTitle: "Comparer l'empreinte",
  compare:
    "Demande l'empreinte SHA-256 affichée au démarrage du coordinateur ; la page de l'animateur et la projection la montrent aussi. Dans le navigateur, ouvre le certificat depuis l'avertissement ou depuis le signe à côté de l'adresse. Tous les signes doivent être les mêmes.",
  sentHere:
    "Cette page est venue avec l'empreinte ci-dessous. Quelqu'un placé au milieu pourrait aussi changer cette page : compare donc ce que montre la fenêtre du navigateur.",
  fingerprint: "Empreinte SHA-256",
  goOnTitle: "Si elle est la même, continuez",
  chrome: "Chrome, Edge : Paramètres avancés, puis Continuer.",
  firefox: "Firefox : Avancé, puis Accepter le risque et poursuivre.",
  safari: "Safari : Afficher les détails, puis visiter ce site web.",
  differs:
    "Si elle est différente, arrête-toi et préviens l'animateur : quelqu'un est peut-être au milieu.",
  none: "Ce coordinateur n'a pas fait de certificat lui-même : il n'y a rien à comparer. Si le navigateur avertit malgré tout, arrête-toi et préviens l'animateur.",
};
