// Before all tests: the pages are built, and CIFAR-10 is in the cache of this user.
import { spawn } from "node:child_process";
import { startCoordinator } from "./coordinator.ts";
import { root } from "./process.ts";

const write = (text: string) => void process.stderr.write(text);

export default async function prepare(): Promise<void> {
  await buildPages();
  // The first start of a coordinator fetches the dataset and says how far it is.
  const coordinator = await startCoordinator({
    dataset: "cifar10",
    onText: (text) => /cifar10: /.test(text) && write(text),
  });
  await coordinator.dispose();
}

function buildPages(): Promise<void> {
  const script = `
    import { ensureWebBuilt } from "./scripts/build-web.mjs";
    await ensureWebBuilt((text) => process.stderr.write(text));
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error("the pages could not be built")),
    );
  });
}
