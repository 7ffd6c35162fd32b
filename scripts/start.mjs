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
takeOver(process.execPath, args, { cwd: root, env: typescriptEnv });
