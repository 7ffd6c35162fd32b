import type { Translation } from "../entry.ts";
import type { access as english } from "../en/access.ts";

export const access: Translation<typeof english> = {
  openInstead: "El acceso a la gráfica necesita https. Abre esta dirección: {address}",
  askHost: "Para quien dirige: iniciar el coordinador con --https. La dirección será {address}",
  copyForHost: "Copiar para quien dirige",
  warned: "¿Te ha advertido el navegador?",
  certificate: "Certificado, SHA-256: {fingerprint}",
};
