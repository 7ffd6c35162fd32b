import type { Translation } from "../entry.ts";
import type { access as english } from "../en/access.ts";

export const access: Translation<typeof english> = {
  openInstead: "El acceso a la gráfica necesita https. Abre esta dirección: {address}",
  askHost: "Para el anfitrión: iniciar el coordinador con --https. La dirección será {address}",
  copyAddress: "Copiar la dirección https",
  copyForHost: "Copiar para el anfitrión",
  warned: "¿Te ha advertido el navegador?",
  certificate: "Certificado, SHA-256: {fingerprint}",
};
