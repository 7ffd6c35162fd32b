import type { Translation } from "../entry.ts";
import type { device as english } from "../en/device.ts";

export const device: Translation<typeof english> = {
  checking: "Este dispositivo: comprobando.",
  ready: "Este dispositivo: listo. WebGPU, {adapter}.",
  slow: "Este dispositivo: listo pero lento. Gráficos por software, {adapter}.",
  slowAdvice:
    "Aquí el navegador dibuja con el procesador. También cuenta: los dispositivos lentos ayudan igual.",
  insecure: "Este dispositivo: sin acceso a los gráficos si no hay https.",
  insecureAdvice:
    "Entrena con el procesador, más despacio. Para ir a toda velocidad pide al anfitrión el enlace https, o usa localhost.",
  noWebgpu: "Este dispositivo: sin WebGPU. Entrena con el procesador, más despacio.",
  noAdapter:
    "Este dispositivo: sin tarjeta gráfica utilizable. Entrena con el procesador, más despacio.",
  missingAdvice: "Este navegador no tiene WebGPU; un Chrome, Edge o Safari actual quizá sí.",
  noAdapterAdvice:
    "Este navegador tiene WebGPU pero no encontró ninguna tarjeta gráfica que pueda usar.",
  chromeLinuxAdvice:
    "Chrome no ha activado WebGPU en este ordenador. Abre chrome://flags, activa «Unsafe WebGPU Support» y reinicia Chrome; o entrena así.",
  otherBrowserAdvice:
    "Este navegador aún no tiene WebGPU. Chrome o Edge en este dispositivo debería.",
  iosAdvice: "WebGPU necesita iOS 26 o posterior.",
  plainJavaScript: "JavaScript simple",
  engine: "motor propio",
  kernels: "núcleos propios",
  reference: "referencia tfjs",
  modeOn: "{mode} sobre {backend}",
  kindGpu: "chip gráfico",
  kindSoftware: "gráficos por software",
  kindCpu: "procesador",
};
