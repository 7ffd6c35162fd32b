// npm test: every check of the repository, one after the other, counted.
// node scripts/test.mjs --only unit,lint runs some of them.
import "./node-version.mjs";
import { parseArgs } from "node:util";
import { ensureInstalled } from "./install.mjs";
import { setUpMachine } from "./setup/index.mjs";
import { chooseSteps } from "./testing/steps.mjs";
import { nothing, single, stepLine, summary } from "./testing/tally.mjs";

const startMs = performance.now();
const write = (text) => process.stdout.write(text);
const results = [];

/** Runs one step; what it throws is printed and counts as a failure. */
async function runStep(name, run) {
  const stepMs = performance.now();
  write(`\n==> ${name}\n`);
  const counts = await Promise.resolve()
    .then(run)
    .catch((error) => {
      write(`${error.message}\n`);
      return single(false);
    });
  results.push({ name, counts });
  write(stepLine(name, counts, performance.now() - stepMs));
  return counts;
}

/** Puts dependencies, browser and drivers in place; null when nothing can run without them. */
async function prepare(chosen) {
  const deps = await runStep("install", async () => {
    await ensureInstalled(write);
    return nothing;
  });
  if (deps.failed > 0) return null;
  let machine = { chromium: null, adapters: [], skips: [] };
  if (!chosen.some((step) => step.needsMachine)) return machine;
  await runStep("setup", async () => {
    machine = await setUpMachine(write);
    const skipped = machine.skips.map(({ what, reason }) => ({ title: what, reason }));
    return { ...nothing, skipped };
  });
  return machine;
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
const machine = await prepare(chosen);
for (const { name, isOffered, run } of machine === null ? [] : chosen) {
  if (isOffered === undefined || isOffered(machine)) await runStep(name, () => run(machine));
}
const { text, isGood } = summary(results, performance.now() - startMs);
write(text);
process.exitCode = isGood ? 0 : 1;
