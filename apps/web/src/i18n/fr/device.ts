import type { Translation } from "../entry.ts";
import type { device as english } from "../en/device.ts";

export const device: Translation<typeof english> = {
  checking: "Cet appareil : vérification.",
  ready: "Cet appareil : prêt. WebGPU, {adapter}.",
  slow: "Cet appareil : prêt mais lent. Graphisme logiciel, {adapter}.",
  slowAdvice:
    "Ici le navigateur dessine avec le processeur. Cela compte quand même : les appareils lents aident aussi.",
  insecure: "Cet appareil : pas d'accès au graphisme sans https.",
  insecureAdvice:
    "Il s'entraîne sur le processeur, plus lentement. Pour aller vite, demande le lien https à l'animateur, ou utilise localhost.",
  noWebgpu: "Cet appareil : pas de WebGPU. Il s'entraîne sur le processeur, plus lentement.",
  noAdapter:
    "Cet appareil : pas de carte graphique utilisable. Il s'entraîne sur le processeur, plus lentement.",
  missingAdvice: "Ce navigateur n'a pas WebGPU ; un Chrome, Edge ou Safari récent l'a peut-être.",
  noAdapterAdvice:
    "Ce navigateur a WebGPU mais n'a trouvé aucune carte graphique qu'il puisse utiliser.",
  chromeLinuxAdvice:
    "Chrome n'a pas activé WebGPU sur cet ordinateur. Ouvre chrome://flags, active « Unsafe WebGPU Support » et redémarre Chrome ; ou entraîne tel quel.",
  otherBrowserAdvice:
    "Ce navigateur n'a pas encore WebGPU. Chrome ou Edge sur cet appareil devrait l'avoir.",
  iosAdvice: "WebGPU demande iOS 26 ou plus récent.",
  plainJavaScript: "JavaScript simple",
  engine: "moteur maison",
  kernels: "noyaux maison",
  reference: "référence tfjs",
  modeOn: "{mode} sur {backend}",
  kindGpu: "puce graphique",
  kindSoftware: "graphisme logiciel",
  kindCpu: "processeur",
};
