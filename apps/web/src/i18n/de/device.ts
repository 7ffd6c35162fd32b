import type { Translation } from "../entry.ts";
import type { device as english } from "../en/device.ts";

export const device: Translation<typeof english> = {
  checking: "Dieses Gerät: wird geprüft.",
  ready: "Dieses Gerät: bereit. WebGPU, {adapter}.",
  slow: "Dieses Gerät: bereit, aber langsam. Grafik in Software, {adapter}.",
  slowAdvice:
    "Der Browser zeichnet hier mit dem Prozessor. Es zählt trotzdem: auch langsame Geräte helfen.",
  insecure: "Dieses Gerät: ohne https kein Zugang zur Grafik.",
  insecureAdvice:
    "Es trainiert auf dem Prozessor, langsamer. Für volles Tempo frag die Leitung nach dem https-Link oder benutze localhost.",
  noWebgpu: "Dieses Gerät: kein WebGPU. Es trainiert auf dem Prozessor, langsamer.",
  noAdapter: "Dieses Gerät: keine nutzbare Grafikkarte. Es trainiert auf dem Prozessor, langsamer.",
  missingAdvice:
    "Dieser Browser hat kein WebGPU; ein aktueller Chrome, Edge oder Safari hat es vielleicht.",
  noAdapterAdvice: "Dieser Browser hat WebGPU, fand aber keine Grafikkarte, die er benutzen darf.",
  chromeLinuxAdvice:
    "Chrome hat auf diesem Computer WebGPU nicht eingeschaltet. Öffne chrome://flags, schalte „Unsafe WebGPU Support“ ein und starte Chrome neu; oder trainiere so.",
  otherBrowserAdvice:
    "Dieser Browser hat noch kein WebGPU. Chrome oder Edge auf diesem Gerät sollte es haben.",
  iosAdvice: "WebGPU braucht iOS 26 oder neuer.",
  plainJavaScript: "reinem JavaScript",
  engine: "eigene Engine",
  kernels: "eigene Kernels",
  reference: "tfjs-Referenz",
  modeOn: "{mode} auf {backend}",
  kindGpu: "Grafikchip",
  kindSoftware: "Grafik in Software",
  kindCpu: "Prozessor",
};
