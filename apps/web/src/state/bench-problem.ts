// Why nothing can be measured here, or why it went wrong, and what to do about it.

import type { DeviceProbe } from "@spikefed/snn-core/probe";
import type { Problem } from "../ui/notice.tsx";

/** null: there is an adapter. */
export function adapterProblem(
  { reason }: Pick<DeviceProbe, "reason">,
  address: Pick<URL, "port" | "pathname">,
): Problem | null {
  switch (reason) {
    case "ok":
    case "software":
      return null;
    case "insecure": {
      const port = address.port === "" ? "" : `:${address.port}`;
      const here = `http://localhost${port}${address.pathname}`;
      const cure = `Ask for the https address, or open ${here} on the coordinator's own machine.`;
      const fact = "this page came without https, and browsers give such pages no WebGPU";
      return { code: "gpu/insecure", fact, cure };
    }
    case "missing":
      return {
        code: "gpu/missing",
        fact: "this browser has no WebGPU, and the benchmark measures nothing else",
        cure: "Use a current Chrome or Edge, Safari 26, or Firefox on Windows or a Mac. Chrome on Linux may need chrome://flags/#enable-unsafe-webgpu.",
      };
    case "no-adapter":
      return {
        code: "gpu/no-adapter",
        fact: "this browser has WebGPU but found no graphics adapter that it may use",
        cure: "Switch graphics acceleration on in the browser's settings and update the graphics driver; chrome://gpu says what Chrome and Edge miss.",
      };
  }
}

const cures: Record<string, string> = {
  "gpu/failed":
    "Close other tabs that use the graphics chip, then run again. If it fails again, restart the browser.",
  "gpu/missing": "Restart the browser. If there is still no adapter, update the graphics driver.",
};

/** An error of the worker; engine errors carry a code and a cure of their own. */
export function runProblem(error: unknown): Problem {
  const { code, fact, cure } = (error ?? {}) as Partial<Problem>;
  if (code !== undefined && fact !== undefined && cure !== undefined) {
    return { code, fact, cure: cures[code] ?? cure };
  }
  return workerProblem(error instanceof Error ? error.message : String(error));
}

/** @param message of the browser; undefined when the code did not arrive */
export function workerProblem(message: string | undefined): Problem {
  return {
    code: "worker/failed",
    fact: message ? `the benchmark stopped: ${message}` : "the benchmark's code did not load",
    cure: "Reload the page. If it happens again, copy the details for a bug report.",
  };
}
