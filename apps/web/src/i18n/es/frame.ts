import type { Translation } from "../entry.ts";
import type { frame as english } from "../en/frame.ts";

export const frame: Translation<typeof english> = {
  room: "Sala {code}",
  connected: "conectado",
  notConnected: "sin conexión",
  theme: "Colores",
  themeAuto: "Como el sistema",
  themeLight: "Claro",
  themeDark: "Oscuro",
  themeProjector: "Proyector",
  language: "Idioma",
  languageFailed: "Los textos no llegaron. Elige el idioma otra vez.",
  picturesDrawn:
    "Imágenes: formas dibujadas, no CIFAR. Las imágenes reales no se pudieron cargar o no se pidieron.",
  picturesOf: "Imágenes: {source}.",
  loading: "Cargando",
  loadingPage: "La página se está cargando.",
  pageFailed: "La página no se cargó",
  pageFailedFact: "una parte de esta página no llegó",
  pageFailedCure: "Comprueba la conexión con el coordinador y vuelve a cargar.",
  reload: "Volver a cargar",
  watchInstead: "Solo mirar",
  typeAnother: "Escribir otro código",
  details: "Detalles",
  copyDetails: "Copiar los detalles",
  copied: "Copiado",
  copyRefused: "Aquí no se permite copiar",
  englishOnly: "Esta página solo existe en inglés.",
  offline:
    "Sin conexión con el coordinador. Lo que se ve puede ser antiguo; la página lo intenta de nuevo por sí sola.",
  tryNow: "Probar ahora",
  slowPath:
    "La conexión directa está bloqueada aquí; se usa la vía lenta. No falta nada, solo llega más tarde.",
  missing: "No encontrada",
  missingTitle: "No hay ninguna página en esta dirección",
  missingText:
    "Spikefed entrena una red de neuronas de impulsos en muchas pestañas a la vez. Para participar, empieza en la página de inicio.",
  start: "Empezar",
};
