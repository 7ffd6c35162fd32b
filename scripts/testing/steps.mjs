// The steps of `npm test` in their order: `{ name, run(machine) -> counts }`.
import { ensureWebBuilt } from "../build-web.mjs";
import { checkBudget } from "../check-budget.mjs";
import { describePlatform } from "../setup/platform.mjs";
import { setUpTorch } from "../setup/torch.mjs";
import {
  checkWith,
  runBlocks,
  runPlaywright,
  runTorture,
  runVerify,
  runVitest,
  write,
} from "./runner.mjs";
import { single, skipping } from "./tally.mjs";

const noAdapter = "no WebGPU adapter, see the setup step";

// Steps that use the browser or an adapter have `needsMachine`; a step may be offered on some
// machines only.
const gpuSteps = ["lavapipe", "swiftshader", "system"].map((name) => ({
  name: `gpu:${name}`,
  needsMachine: true,
  isOffered: ({ adapters }) => adapters.some((adapter) => adapter.name === name),
  run: ({ adapters }) => {
    const { env } = adapters.find((adapter) => adapter.name === name);
    return runVitest("gpu", { ...env, SPIKEFED_ADAPTER: name });
  },
}));

/** One adapter is enough: the golden cases run on each. */
async function compareBlocks({ adapters: [adapter] }) {
  const what = "S-VGG9 against PyTorch, block by block";
  if (adapter === undefined) return skipping(what, noAdapter);
  const { python, reason } = await setUpTorch(await describePlatform(), write);
  return python === null ? skipping(what, reason) : runBlocks(adapter, python);
}

async function weighPages() {
  await ensureWebBuilt(write);
  return single(await checkBudget(write));
}

export const steps = [
  { name: "format", run: () => checkWith("prettier/bin/prettier.cjs", ["--check", "."]) },
  { name: "lint", run: () => checkWith("eslint/bin/eslint.js", ["--max-warnings", "0", "."]) },
  { name: "types", run: () => checkWith("typescript/bin/tsc", ["--noEmit"]) },
  { name: "unit", run: () => runVitest("unit") },
  ...gpuSteps,
  {
    name: "gpu",
    needsMachine: true,
    isOffered: ({ adapters }) => adapters.length === 0,
    run: () => skipping("GPU tests", noAdapter),
  },
  {
    name: "verify",
    needsMachine: true,
    run: ({ adapters }) =>
      adapters.length === 0 ? skipping("golden cases", noAdapter) : runVerify(adapters),
  },
  { name: "blocks", needsMachine: true, run: compareBlocks },
  { name: "torture", run: runTorture },
  { name: "budget", run: weighPages },
  {
    name: "e2e",
    needsMachine: true,
    run: async ({ chromium }) => {
      if (chromium === null) return skipping("end-to-end tests", "no browser, see the setup step");
      await ensureWebBuilt(write);
      return runPlaywright(chromium);
    },
  },
];

const answersTo = (step, word) => step.name === word || step.name.split(":")[0] === word;

/** The steps that `--only a,b` names (`gpu` means every adapter); all of them for null. */
export function chooseSteps(only) {
  if (only === null) return steps;
  const words = only.split(",");
  const unknown = words.filter((word) => !steps.some((step) => answersTo(step, word)));
  if (unknown.length > 0) {
    const names = steps.map(({ name }) => name).join(", ");
    throw new Error(`no step is called ${unknown.join(", ")}; there are ${names}`);
  }
  return steps.filter((step) => words.some((word) => answersTo(step, word)));
}
