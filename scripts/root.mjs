// Where the repository is, and how its TypeScript is started.
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(fileURLToPath(import.meta.url), "../..");

/** The start file of an installed tool, to be run by this Node: no shell and no `.bin` links. */
export function toolPath(file) {
  return path.join(root, "node_modules", file);
}

/** Node's arguments that run a TypeScript file of ours from any working directory. */
export function typescriptArgs(file, args = []) {
  return ["--import", import.meta.resolve("tsx"), path.join(root, file), ...args];
}

/** tsx looks for a tsconfig in the working directory; name ours. */
export const typescriptEnv = { TSX_TSCONFIG_PATH: path.join(root, "tsconfig.json") };
