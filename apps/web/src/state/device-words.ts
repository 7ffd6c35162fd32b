// What the join page says about this device, and which executor runs on the volunteer page.

import type { DeviceKind } from "@spikefed/protocol";
import type { DeviceProbe } from "@spikefed/snn-core";
import { t } from "../i18n/en/device.ts";

export interface DeviceWords {
  state: "checking" | "ready" | "slow" | "cpu" | "insecure";
  sentence: string;
  /** What could be done about it; null when nothing needs doing. */
  advice: string | null;
}

/** @param agent the browser as it names itself, `navigator.userAgent`: its advice is for this one */
export function deviceWords(facts: DeviceProbe | null, agent = ""): DeviceWords {
  if (facts === null) return { state: "checking", sentence: t("checking"), advice: null };
  const adapter = facts.label;
  switch (facts.reason) {
    case "ok":
      return { state: "ready", sentence: t("ready", { adapter }), advice: null };
    case "software":
      return { state: "slow", sentence: t("slow", { adapter }), advice: t("slowAdvice") };
    case "insecure":
      return { state: "insecure", sentence: t("insecure"), advice: t("insecureAdvice") };
    case "missing":
      return { state: "cpu", sentence: t("noWebgpu"), advice: t(adviceFor(agent, facts.reason)) };
    case "no-adapter":
      return { state: "cpu", sentence: t("noAdapter"), advice: t(adviceFor(agent, facts.reason)) };
  }
}

/** What this browser's user can do to get WebGPU. iPads say that they are a Macintosh. */
function adviceFor(agent: string, reason: "missing" | "no-adapter") {
  const isChrome = /\b(Chrome|Chromium|Edg)\//.test(agent);
  if (/iPhone|iPad|iPod/.test(agent)) return "iosAdvice";
  if (/Linux/.test(agent) && !/Android/.test(agent) && isChrome) return "chromeLinuxAdvice";
  if (reason === "no-adapter") return "noAdapterAdvice";
  if (/Firefox\/|Safari\//.test(agent) && !isChrome) return "otherBrowserAdvice";
  return "missingAdvice";
}

/** "engine/webgpu" -> "own engine on WebGPU". */
export function executorName(executor: string): string {
  const [name = "", backend = ""] = executor.split("/");
  const mode = modeName(name);
  return backend === "" ? mode : t("modeOn", { mode, backend: backendName(backend) });
}

function modeName(name: string): string {
  return name === "engine" || name === "kernels" || name === "reference" ? t(name) : name;
}

function backendName(backend: string): string {
  if (backend === "cpu") return t("plainJavaScript");
  return { webgpu: "WebGPU", wasm: "WebAssembly" }[backend] ?? backend;
}

const kinds = {
  gpu: "kindGpu",
  "software-gpu": "kindSoftware",
  cpu: "kindCpu",
} as const satisfies Record<DeviceKind, string>;

export const kindName = (kind: DeviceKind): string => t(kinds[kind]);
