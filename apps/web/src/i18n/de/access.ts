import type { Translation } from "../entry.ts";
import type { access as english } from "../en/access.ts";

export const access: Translation<typeof english> = {
  openInstead: "Grafikzugriff braucht https. Öffne stattdessen diese Adresse: {address}",
  askHost: "Für die Leitung: den Koordinator mit --https starten. Die Adresse ist dann {address}",
  copyAddress: "https-Adresse kopieren",
  copyForHost: "Für die Leitung kopieren",
  warned: "Hat dein Browser vor dieser Adresse gewarnt?",
  certificate: "Zertifikat, SHA-256: {fingerprint}",
};
