// node scripts/run.mjs COMMAND ...ARGS: the command line, installed first when needed.
// stdout belongs to the command; progress goes to stderr.
import "./node-version.mjs";
import { ensureCoordinatorBuilt } from "./build.mjs";
import { takeOver } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { typescriptArgs, typescriptEnv } from "./root.mjs";

try {
  const log = (text) => process.stderr.write(text);
  await ensureInstalled(log);
  if (process.argv[2] === "torture") await ensureCoordinatorBuilt(log);
} catch (error) {
  console.error(`Cannot run: ${error.message}`);
  process.exit(1);
}
const args = programArgs(process.argv.slice(2));
takeOver(process.execPath, args, {
  cwd: process.env.INIT_CWD || process.cwd(),
  env: { ...typescriptEnv, ...(await adapterEnv(process.argv[2])) },
});

/** The trials are a program of their own: the command line knows nothing of them. */
function programArgs(args) {
  if (args[0] === "torture") return typescriptArgs("torture/src/main.ts", args.slice(1));
  return typescriptArgs("apps/cli/src/main.ts", args);
}

/** Commands that try every adapter are told which there are; nothing is installed for them. */
async function adapterEnv(command) {
  const given = process.env.SPIKEFED_ADAPTERS;
  if (given !== undefined || !["verify", "blocks", "bench", "curves"].includes(command)) return {};
  process.env.SPIKEFED_NO_INSTALL = "1";
  const { setUpMachine } = await import("./setup/index.mjs");
  const { adapters, skips } = await setUpMachine(() => undefined);
  for (const { what, reason } of skips) console.error(`skipped: ${what}: ${reason}`);
  return { SPIKEFED_ADAPTERS: JSON.stringify(adapters) };
}
