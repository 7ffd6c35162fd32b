import type { Translation } from "../entry.ts";
import type { tab as english } from "../en/tab.ts";

export const tab: Translation<typeof english> = {
  rested: "Ton navigateur a mis cette page au repos. Te revoilà, au tour {round}.",
  restedLobby: "Ton navigateur a mis cette page au repos. Te revoilà.",
  restarting: "La puce graphique a redémarré. On reprend.",
  pausedByBattery:
    "En pause : la batterie est sous 20\u00a0%. Cela reprend tout seul dès que l'appareil est branché.",
  titleTraining: "{percent} - tour {round}",
  pace: "Allure",
  full: "Pleine",
  normal: "Normale",
  gentle: "Douce",
  onBattery: "Sur batterie : travaille doucement.",
  fullAnyway: "Plein régime quand même",
  easingPressure: "Ralentit : ton appareil est chaud ou occupé.",
  easingBatches: "Ralentit : les lots prennent deux fois plus de temps que d'habitude.",
  keepScreenOn: "Garder l'écran allumé",
  screenOn: "L'écran reste allumé pendant l'entraînement.",
  screenRefused: "Ton appareil peut éteindre l'écran.",
  elsewhere: "S'entraîne déjà dans un autre onglet",
  elsewhereText:
    "Cet appareil s'entraîne déjà dans la salle {code}, sous le nom {name}. Deux onglets se partagent un appareil, et tous deux ralentissent.",
  moveHere: "Déplacer ici",
  joinToo: "S'entraîner ici aussi",
  moved: "L'entraînement est passé dans un autre onglet",
  movedText: "Cet onglet s'est arrêté ; rien n'est perdu. Tu peux le fermer.",
  moving: "On demande à l'autre onglet.",
  moveFailed:
    "L'autre onglet n'a pas répondu. Participe ici ; sa place se libère dans deux minutes.",
  seeReport: "Voir le rapport (nouvel onglet)",
  wave: "Faire signe",
  waveHelp: "Ton nom clignote au mur.",
};
