import type { Translation } from "../entry.ts";
import type { access as english } from "../en/access.ts";

export const access: Translation<typeof english> = {
  openInstead:
    "L'accès au processeur graphique demande https. Ouvre plutôt cette adresse : {address}",
  askHost:
    "Pour l'animateur : démarrer le coordinateur avec --https. L'adresse est alors {address}",
  copyAddress: "Copier l'adresse https",
  copyForHost: "Copier pour l'animateur",
  warned: "Ton navigateur t'a averti ?",
  certificate: "Certificat, SHA-256 : {fingerprint}",
};
