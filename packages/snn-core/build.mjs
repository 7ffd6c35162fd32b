// Makes the package that others install: ES modules, declarations and a package.json of its own in
// `dist`. The monorepo itself runs the sources, so nothing here touches its package.json.
//
//   npm run build -w @spikefed/snn-core && npm pack ./packages/snn-core/dist
import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = import.meta.dirname;

/** `@throws` with the compiler's words. */
async function compile(target) {
  const tsc = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
  const args = [tsc, "-p", path.join(folder, "tsconfig.build.json"), "--outDir", target];
  try {
    await promisify(execFile)(process.execPath, args);
  } catch (error) {
    throw new Error(`the package could not be compiled:\n${error.stdout}`, { cause: error });
  }
}

/** `./src/a.ts` -> the module and its types. */
function exported(source) {
  const name = source.replace(/^\.\/src\//, "./").replace(/\.ts$/, "");
  return { types: `${name}.d.ts`, default: `${name}.js` };
}

/**
 * The published package.json. What is optional here (Dawn, for Node alone, tens of megabytes) is
 * an optional peer there: who trains in Node installs it, a page does not.
 */
export function publishedPackage(source) {
  const { name, version, license, type, description, engines, sideEffects, dependencies } = source;
  const optional = Object.keys(source.optionalDependencies);
  const entries = Object.entries(source.exports).map(([at, file]) => [at, exported(file)]);
  return {
    ...{ name, version, description, license, type, engines, sideEffects },
    exports: { ...Object.fromEntries(entries), "./package.json": "./package.json" },
    types: "./index.d.ts",
    files: ["**/*.js", "**/*.d.ts"],
    dependencies,
    peerDependencies: source.optionalDependencies,
    peerDependenciesMeta: Object.fromEntries(optional.map((peer) => [peer, { optional: true }])),
  };
}

/** Writes the package to `target`, which is emptied. */
export async function buildPackage(target = path.join(folder, "dist")) {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await compile(target);
  const source = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const text = `${JSON.stringify(publishedPackage(source), null, 2)}\n`;
  await writeFile(path.join(target, "package.json"), text);
  await copyFile(path.join(folder, "README.md"), path.join(target, "README.md"));
  await copyFile(path.join(folder, "../../LICENSE"), path.join(target, "LICENSE"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPackage();
