// The steps of `npm test` in their order: `{ name, run({ machine, write }) -> counts }`, with `lanes`
// and `after` as in lanes.mjs.
import { ensureCoordinatorBuilt, ensureWebBuilt } from "../build.mjs";
import { checkBudget } from "../check-budget.mjs";
import {
  checkWith,
  runBlocks,
  runPlaywright,
  runTorture,
  runVerify,
  runVitest,
} from "./runner.mjs";
import { single, skipping } from "./tally.mjs";

const noAdapter = "no WebGPU adapter, see the setup step";

/** A step that uses the browser or an adapter: what the setup found. */
const onMachine = { needsMachine: true, after: "setup" };

// A step may be offered on some machines only.
const gpuSteps = ["lavapipe", "swiftshader", "system"].map((name) => ({
  ...onMachine,
  name: `gpu:${name}`,
  isOffered: ({ adapters }) => adapters.some((adapter) => adapter.name === name),
  run: ({ machine, write }) => {
    const { env } = machine.adapters.find((adapter) => adapter.name === name);
    return runVitest(write, "gpu", { ...env, SPIKEFED_ADAPTER: name });
  },
}));

/** One adapter is enough: the golden cases run on each. */
function compareBlocks({ machine: { adapters, torch }, write }) {
  const what = "S-VGG9 against PyTorch, block by block";
  const [adapter] = adapters;
  if (adapter === undefined) return skipping(what, noAdapter);
  return torch.python === null
    ? skipping(what, torch.reason)
    : runBlocks(write, adapter, torch.python);
}

async function weighPages({ write }) {
  await ensureWebBuilt(write);
  return single(await checkBudget(write));
}

/** Tests of pages mostly wait for each other; those that train take every core. */
const e2eSteps = [
  { project: "pages", workers: 2 },
  { project: "training", workers: 1 },
].map((choice) => ({
  ...onMachine,
  name: `e2e:${choice.project}`,
  run: async ({ machine: { chromium }, write }) => {
    if (chromium === null) return skipping("end-to-end tests", "no browser, see the setup step");
    await ensureWebBuilt(write);
    await ensureCoordinatorBuilt(write);
    return runPlaywright(write, chromium, choice);
  },
}));

/** A tool that computes on one core. */
const check = (name, tool, args) => ({
  ...{ name, lanes: 1 },
  run: ({ write }) => checkWith(write, tool, args),
});

export const steps = [
  check("lint", "eslint/bin/eslint.js", ["--max-warnings", "0", "."]),
  check("format", "prettier/bin/prettier.cjs", ["--check", "."]),
  check("types", "typescript/bin/tsc", ["--noEmit"]),
  { name: "unit", run: ({ write }) => runVitest(write, "unit") },
  ...gpuSteps,
  {
    ...{ ...onMachine, name: "gpu" },
    isOffered: ({ adapters }) => adapters.length === 0,
    run: () => skipping("GPU tests", noAdapter),
  },
  {
    ...{ ...onMachine, name: "verify" },
    run: ({ machine: { adapters }, write }) =>
      adapters.length === 0 ? skipping("golden cases", noAdapter) : runVerify(write, adapters),
  },
  { ...onMachine, name: "blocks", needsTorch: true, run: compareBlocks },
  { name: "torture", run: ({ write }) => runTorture(write) },
  { name: "budget", run: weighPages },
  ...e2eSteps,
];

const answersTo = (step, word) => step.name === word || step.name.split(":")[0] === word;

/** The steps that `--only a,b` names (`gpu` means every adapter, `e2e` both projects); all of them for null. */
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
