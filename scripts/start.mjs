// npm start: installs and builds what is missing, then becomes the coordinator.
import "./node-version.mjs";
import { coordinatorFile, ensureCoordinatorBuilt, ensureWebBuilt } from "./build.mjs";
import { takeOver } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { root } from "./root.mjs";

const log = (text) => process.stderr.write(text);

try {
  await ensureInstalled(log);
  await ensureWebBuilt(log);
  await ensureCoordinatorBuilt(log);
} catch (error) {
  console.error(`Cannot start: ${error.message}`);
  process.exit(1);
}
const args = ["--enable-source-maps", coordinatorFile, ...process.argv.slice(2)];
// Paths on the command line are the person's: npm says where it was called, we say it without npm.
const INIT_CWD = process.env.INIT_CWD ?? process.cwd();
takeOver(process.execPath, args, { cwd: root, env: { INIT_CWD } });
