// Where the coordinator's own files lie. From TypeScript this is `src`, built it is `dist`: both are a
// folder of apps/coordinator.

import { fileURLToPath } from "node:url";

const here = new URL("./", import.meta.url);

export const packageFile = new URL("../package.json", here);

/** Where `npm run build` puts the pages. */
export const builtPages = fileURLToPath(new URL("../../web/dist", here));

const isSource = import.meta.url.endsWith(".ts");

/** The first file of a thread, by the folder of its sources. */
export const workerFile = (name: "aggregate" | "evaluate" | "robots"): URL =>
  new URL(isSource ? `${name}/worker.ts` : `${name}-worker.js`, here);
