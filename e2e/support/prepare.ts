// Before all tests: the pages and the coordinator are built, and CIFAR-10 is in the cache of this user.
import { spawn } from "node:child_process";
import { startCoordinator } from "./coordinator.ts";
import { root } from "./process.ts";

const write = (text: string) => void process.stderr.write(text);

export default async function prepare(): Promise<void> {
  await build();
  // The first start of a coordinator fetches the dataset and says how far it is.
  const coordinator = await startCoordinator({
    dataset: "cifar10",
    onText: (text) => /cifar10: /.test(text) && write(text),
  });
  await coordinator.dispose();
}

function build(): Promise<void> {
  const script = `
    import { ensureCoordinatorBuilt, ensureWebBuilt } from "./scripts/build.mjs";
    const log = (text) => process.stderr.write(text);
    await ensureWebBuilt(log);
    await ensureCoordinatorBuilt(log);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error("the pages or the coordinator could not be built")),
    );
  });
}
