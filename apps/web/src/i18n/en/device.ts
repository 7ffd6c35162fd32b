// What the pages say about this device, and which executor trains on it.

import { translator } from "../translator.ts";

export const device = {
  checking: "This device: checking.",
  ready: "This device: ready. WebGPU, {adapter}.",
  slow: "This device: ready but slow. Software graphics, {adapter}.",
  slowAdvice: "The browser draws with the processor here. It still counts: slow devices help too.",
  insecure: "This device: no graphics access without https.",
  insecureAdvice:
    "It trains on the processor, slower. For full speed ask the host for the https link, or use localhost.",
  noWebgpu: "This device: no WebGPU. It trains on the processor, slower.",
  noAdapter: "This device: no graphics adapter to use. It trains on the processor, slower.",
  missingAdvice: "This browser has no WebGPU; a current Chrome, Edge or Safari may have it.",
  noAdapterAdvice: "This browser has WebGPU but found no graphics adapter it may use.",
  chromeLinuxAdvice:
    'Chrome on this computer has not switched WebGPU on. Open chrome://flags, switch "Unsafe WebGPU Support" on and start Chrome again; or train as it is.',
  otherBrowserAdvice: "This browser has no WebGPU yet. Chrome or Edge on this device should.",
  iosAdvice: "WebGPU needs iOS 26 or newer.",
  plainJavaScript: "plain JavaScript",
  engine: "own engine",
  kernels: "own kernels",
  reference: "tfjs reference",
  modeOn: "{mode} on {backend}",
  kindGpu: "graphics chip",
  kindSoftware: "software graphics",
  kindCpu: "processor",
} as const;

export const { t } = translator("device", device);
