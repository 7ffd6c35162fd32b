// What the join page says about this device, and which executor runs on the volunteer page.

import type { DeviceKind } from "@spikefed/protocol";
import type { DeviceProbe } from "@spikefed/snn-core";

export interface DeviceWords {
  state: "checking" | "ready" | "slow" | "cpu" | "insecure";
  sentence: string;
  /** What could be done about it; null when nothing needs doing. */
  advice: string | null;
}

export function deviceWords(facts: DeviceProbe | null): DeviceWords {
  if (facts === null)
    return { state: "checking", sentence: "This device: checking.", advice: null };
  const { state, sentence, advice } = outcomes[facts.reason];
  return { state, sentence: `This device: ${sentence.replace("ADAPTER", facts.label)}`, advice };
}

const outcomes: Record<DeviceProbe["reason"], DeviceWords> = {
  ok: { state: "ready", sentence: "ready. WebGPU, ADAPTER.", advice: null },
  software: {
    state: "slow",
    sentence: "ready but slow. Software graphics, ADAPTER.",
    advice: "The browser draws with the processor here. It still counts: slow devices help too.",
  },
  insecure: {
    state: "insecure",
    sentence: "no graphics access without https.",
    advice:
      "It trains on the processor, slower. For full speed ask the host for the https link, or use localhost.",
  },
  missing: {
    state: "cpu",
    sentence: "no WebGPU. It trains on the processor, slower.",
    advice: "This browser has no WebGPU; a current Chrome, Edge or Safari may have it.",
  },
  "no-adapter": {
    state: "cpu",
    sentence: "no WebGPU. It trains on the processor, slower.",
    advice: "This browser has WebGPU but found no graphics adapter it may use.",
  },
};

const backendNames: Record<string, string> = {
  webgpu: "WebGPU",
  wasm: "WebAssembly",
  cpu: "plain JavaScript",
};

const modeNames: Record<string, string> = {
  engine: "own engine",
  kernels: "own kernels",
  reference: "tfjs reference",
};

/** "engine/webgpu" -> "own engine on WebGPU". */
export function executorName(executor: string): string {
  const [name = "", backend = ""] = executor.split("/");
  const mode = modeNames[name] ?? name;
  return backend === "" ? mode : `${mode} on ${backendNames[backend] ?? backend}`;
}

const kindNames: Record<DeviceKind, string> = {
  gpu: "graphics chip",
  "software-gpu": "software graphics",
  cpu: "processor",
};

export function kindName(kind: DeviceKind): string {
  return kindNames[kind];
}
