// npm start: installs and builds what is missing, then becomes the coordinator.
import "./node-version.mjs";
import { ensureWebBuilt } from "./build-web.mjs";
import { takeOver } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { root, typescriptArgs, typescriptEnv } from "./root.mjs";

const log = (text) => process.stderr.write(text);

try {
  await ensureInstalled(log);
  await ensureWebBuilt(log);
} catch (error) {
  console.error(`Cannot start: ${error.message}`);
  process.exit(1);
}
const args = typescriptArgs("apps/coordinator/src/main.ts", process.argv.slice(2));
// Paths on the command line are the person's: npm says where it was called, we say it without npm.
const INIT_CWD = process.env.INIT_CWD ?? process.cwd();
takeOver(process.execPath, args, { cwd: root, env: { ...typescriptEnv, INIT_CWD } });
