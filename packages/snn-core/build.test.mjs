// The package as somebody outside has it: packed, unpacked beside its dependencies, type-checked
// and run by plain Node.
import { execFile } from "node:child_process";
import {
  access,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPackage } from "./build.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const tsc = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));

const consumer = `
import { annTwin, createExecutor, initState, labelledImages, SnnError, trainRound } from "@spikefed/snn-core";
import type { BackendName, Engine, EngineOptions, ModelSpec, TrainSummary } from "@spikefed/snn-core";
import { createEngine, preset } from "@spikefed/snn-core";
import { type BenchEvent, withEvent } from "@spikefed/snn-core/bench-figures";
import { usualPlan } from "@spikefed/snn-core/bench";
import { prepareNodeGpu, prepareNodeWasm } from "@spikefed/snn-core/node";
import { probeDevice } from "@spikefed/snn-core/probe";

const spec: ModelSpec = {
  ...preset("s4", 10),
  name: "tiny",
  input: [1, 8, 8],
  blocks: [
    { type: "conv", in: 1, out: 4, kernel: 3, norm: "bntt", activation: "lif" },
    { type: "avgpool", size: 2 },
    { type: "readout", in: 64, out: 2 },
  ],
};
const pixels = Uint8Array.from({ length: 8 * 64 }, (_, i) => (i < 256 ? 5 * i : i) % 256);
const images = labelledImages(pixels, [0, 0, 0, 0, 1, 1, 1, 1]);
// @ts-expect-error classes are a number
const wrong = () => preset("s4", "10");
// @ts-expect-error a block that does not exist
const block = (): ModelSpec["blocks"][number] => ({ type: "dense" });
export const engine = (device: GPUDevice): Engine => createEngine({ spec, device } satisfies EngineOptions);
export const others = [annTwin, prepareNodeGpu, probeDevice, usualPlan, withEvent, wrong, block];
export type Event = BenchEvent;

prepareNodeWasm();
for (const backend of ["cpu", "wasm"] satisfies BackendName[]) {
  const executor = await createExecutor({ spec, executor: "kernels", backend });
  executor.setState(initState(spec, 1));
  const round = trainRound(executor, images, {
    ...{ epochs: 20, batchSize: 8, seed: 1 },
    optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 0 },
  });
  const losses: number[] = [];
  let next: IteratorResult<{ loss: number }, TrainSummary>;
  while (!(next = await round.next()).done) losses.push(next.value.loss);
  console.log(JSON.stringify({ backend, losses }));
}
try {
  preset("s99", 10);
} catch (error) {
  if (error instanceof SnnError) console.log(JSON.stringify({ code: error.code }));
}
`;

const settings = {
  compilerOptions: {
    ...{ target: "es2022", module: "nodenext", strict: true, exactOptionalPropertyTypes: true },
    ...{ lib: ["es2023", "dom"], types: [], skipLibCheck: false },
  },
  files: ["consumer.ts"],
};

const run = (command, args, cwd) => promisify(execFile)(command, args, { cwd });

let folder;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "snn-core-"));
  await buildPackage(path.join(folder, "build"));
  await run("npm", ["pack", "./build", "--silent"], folder);
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
  const modules = path.join(folder, "node_modules");
  const home = path.join(modules, "@spikefed/snn-core");
  await mkdir(home, { recursive: true });
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", home], folder);
  for (const name of ["@tensorflow", "@webgpu"]) {
    await symlink(path.join(root, "node_modules", name), path.join(modules, name), "junction");
  }
  await writeFile(path.join(folder, "package.json"), `{ "type": "module" }`);
  await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(settings));
  await writeFile(path.join(folder, "consumer.ts"), consumer);
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the packed package", () => {
  test("holds modules, declarations, README and licence, and no source or test", async () => {
    const home = path.join(folder, "node_modules/@spikefed/snn-core");
    const files = await readdir(home, { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map(({ name }) => name);
    const ends = names.map((name) => /(\.d\.ts|\.[a-z]+|)$/.exec(name)[0]);
    expect(new Set(ends)).toEqual(new Set([".js", ".d.ts", ".json", ".md", ""]));
    expect(names.filter((name) => /\.test\.|^models\./.test(name))).toEqual([]);
    const { exports } = JSON.parse(await readFile(path.join(home, "package.json"), "utf8"));
    const { "./package.json": self, ...entries } = exports;
    const targets = Object.values(entries).flatMap((entry) => [entry.types, entry.default]);
    for (const file of [self, ...targets]) await access(path.join(home, file));
  });

  test("has types that stand without the monorepo, and trains in plain node", async () => {
    const { stdout: complaints } = await run(process.execPath, [tsc, "-p", "."], folder).catch(
      (error) => error,
    );
    expect(complaints).toBe("");
    const { stdout } = await run(process.execPath, ["consumer.js"], folder);
    const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
    const [cpu, wasm, refusal] = lines.map((line) => JSON.parse(line));
    for (const { losses } of [cpu, wasm]) {
      expect(losses).toHaveLength(20);
      expect(losses[19]).toBeLessThan(losses[0] / 2);
    }
    expect(refusal).toEqual({ code: "model/preset" });
  }, 120_000);
});
