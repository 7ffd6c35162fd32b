// npm test: every check of the repository, counted; some of them side by side.
// node scripts/test.mjs --only unit,lint runs some of them.
import "./node-version.mjs";
import { parseArgs } from "node:util";
import { ensureInstalled } from "./install.mjs";
import { setUpMachine } from "./setup/index.mjs";
import { describePlatform } from "./setup/platform.mjs";
import { setUpTorch } from "./setup/torch.mjs";
import { runInLanes } from "./testing/lanes.mjs";
import { chooseSteps } from "./testing/steps.mjs";
import { lastLines, nothing, single, stepLine, summary } from "./testing/tally.mjs";
import { isSignOfLife, takeTurns } from "./testing/terminal.mjs";

const startMs = performance.now();
const write = (text) => process.stdout.write(text);
const openTurn = takeTurns(write);
const results = [];

/** What a step knows of the machine; the setup step fills it in. */
const machine = {
  ...{ chromium: null, adapters: [], skips: [] },
  torch: { python: null, reason: "not looked for" },
};

/** Runs one step; what it throws is printed and counts as a failure. */
async function runStep({ name, run }) {
  const turn = openTurn();
  const stepMs = performance.now();
  let lastWords = "";
  const writeStep = (text) => {
    if (!isSignOfLife(text)) lastWords = lastLines(lastWords + text);
    turn.write(text);
  };
  turn.write(`\n==> ${name}\n`);
  const counts = await Promise.resolve({ machine, write: writeStep })
    .then(run)
    .catch((error) => {
      writeStep(`${error.message}\n`);
      return single(false);
    });
  results.push({ name, counts, lastWords });
  turn.write(stepLine(name, counts, performance.now() - stepMs));
  turn.end();
  return counts;
}

const install = {
  name: "install",
  run: async ({ write: log }) => {
    await ensureInstalled(log);
    return nothing;
  },
};

/** Browser, drivers and PyTorch: mostly a wait for packages. */
const setup = {
  ...{ name: "setup", lanes: 0 },
  run: async ({ write: log }) => {
    Object.assign(machine, await setUpMachine(log));
    if (chosen.some(({ needsTorch }) => needsTorch)) {
      machine.torch = await setUpTorch(await describePlatform(), log);
    }
    const skipped = machine.skips.map(({ what, reason }) => ({ title: what, reason }));
    return { ...nothing, skipped };
  },
};

async function runChosen() {
  const needsMachine = chosen.some((step) => step.needsMachine);
  await runInLanes([...(needsMachine ? [setup] : []), ...chosen], async (step) => {
    if (step.isOffered === undefined || step.isOffered(machine)) await runStep(step);
  });
}

/** The steps that the arguments name; ends the program when they name none. */
function readArguments() {
  try {
    const { values } = parseArgs({ options: { only: { type: "string" } } });
    return chooseSteps(values.only ?? null);
  } catch (error) {
    console.error(error.message);
    return process.exit(1);
  }
}

const chosen = readArguments();
// Nothing can run without the dependencies.
const { failed } = await runStep(install);
if (failed === 0) await runChosen();
const { text, isGood } = summary(results, performance.now() - startMs);
write(text);
process.exitCode = isGood ? 0 : 1;
