// What a page downloads for what it imports: bundles of small consumers, looked into.
import path from "node:path";
import { build } from "vite";
import { expect, test } from "vitest";

/** Chunks of a bundle: what its entry loads at once, what it loads when asked, what one brings. */
async function bundle(code) {
  const entry = path.join(import.meta.dirname, "consumer.js");
  const consumer = {
    name: "consumer",
    resolveId: (source) => (source === entry ? entry : null),
    load: (id) => (id === entry ? code : null),
  };
  const { output } = await build({
    ...{ configFile: false, root: import.meta.dirname, logLevel: "error", plugins: [consumer] },
    build: {
      ...{ write: false, modulePreload: { polyfill: false } },
      rollupOptions: { input: entry, preserveEntrySignatures: "strict" },
    },
  });
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const withImports = (first) => {
    const all = new Set([first]);
    // A Set visits what is added on the way.
    for (const { imports } of all) imports.forEach((name) => all.add(chunks.get(name)));
    return [...all];
  };
  const atOnce = withImports(output.find(({ isEntry }) => isEntry));
  const onDemand = output.filter((chunk) => !atOnce.includes(chunk));
  return { atOnce, onDemand, withImports };
}

/** Packages of tfjs in chunks. */
const tfjsIn = (chunks) => {
  const ids = chunks.flatMap(({ moduleIds }) => moduleIds);
  return new Set(ids.flatMap((id) => /@tensorflow\/([^/]+)\//.exec(id)?.[1] ?? []));
};

const modulesIn = (chunks, file) =>
  chunks.filter(({ moduleIds }) => moduleIds.some((id) => id.endsWith(file)));

function bytesOf(what, chunks) {
  const bytes = chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
  console.log(`${what}: ${bytes} bytes at once`);
  return bytes;
}

const face = "@spikefed/snn-core";

test("who only describes models downloads neither tfjs nor a kernel", async () => {
  const { atOnce, onDemand } = await bundle(
    `export { featureShapes, preset, stateLayout } from "${face}";`,
  );
  expect(onDemand).toEqual([]);
  expect([...tfjsIn(atOnce)]).toEqual([]);
  expect(bytesOf("models as data", atOnce)).toBeLessThan(10_000);
});

test("the engine on a device of the page's own trains, judges and traces without tfjs", async () => {
  const names = "createEngine, evaluateModel, initState, preset, traceImage, trainRound";
  const { atOnce, onDemand } = await bundle(`export { ${names} } from "${face}";`);
  expect(onDemand).toEqual([]);
  expect([...tfjsIn(atOnce)]).toEqual([]);
  expect(bytesOf("the engine alone", atOnce)).toBeLessThan(100_000);
});

test("createExecutor brings tfjs-core; backends and autodiff wait until one asks for them", async () => {
  const { atOnce, onDemand, withImports } = await bundle(
    `export { createExecutor } from "${face}";`,
  );
  expect([...tfjsIn(atOnce)]).toEqual(["tfjs-core"]);
  expect(bytesOf("createExecutor", atOnce)).toBeLessThan(300_000);
  expect([...tfjsIn(onDemand)].sort()).toEqual(
    expect.arrayContaining([
      "tfjs",
      "tfjs-backend-cpu",
      "tfjs-backend-wasm",
      "tfjs-backend-webgpu",
    ]),
  );
  expect(modulesIn(atOnce, "/executors/reference/executor.ts")).toEqual([]);
  const [reference, ...more] = modulesIn(onDemand, "/executors/reference/executor.ts");
  expect(more).toEqual([]);
  expect(modulesIn(onDemand, "/tfjs/dist/index.js")).toEqual([reference]);
  // The engine's backend does without autodiff.
  const [backend] = modulesIn(onDemand, "/tfjs-backend-webgpu/dist/index.js");
  expect(withImports(backend)).not.toContain(reference);
});
