// Lints small breaches with the repository's own configuration: every rule must bite.
import path from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";

const root = path.resolve(import.meta.dirname, "..");
const lib = "src/breach.ts";

/** The rules that a snippet breaks, were it this file. Types play no part. */
async function brokenRules(file: string, code: string): Promise<string[]> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: {
      languageOptions: { parserOptions: { projectService: false, project: null } },
    },
    ruleFilter: ({ ruleId }) => !ruleId.startsWith("@typescript-eslint/"),
  });
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

describe("words written into a page are an error", () => {
  const page = "apps/web/src/pages/join/breach.tsx";
  test.each([
    `export const A = () => <p>Hello</p>;`,
    `export const A = ({ b }) => <p>{b ? "Hello" : null}</p>;`,
    "export const A = ({ b }) => <p>{`Hello ${b}`}</p>;",
    `export const A = () => <svg aria-label="Hello" />;`,
    `export const A = ({ b }) => <img alt={b && "Hello"} />;`,
    `document.title = "Hello - spikefed";`,
  ])("%s", async (code) => {
    expect(await brokenRules(page, code)).toContain("spikefed/plain-english");
  });

  test.each([
    `export const A = ({ t }) => <p class="quiet">{t("hello")} – 7 %</p>;`,
    `export const A = ({ b }) => <a href="/" title={b}>spikefed</a>;`,
    "document.title = `${t('hello')} - spikefed`;",
  ])("words from a table are none: %s", async (code) => {
    expect(await brokenRules(page, code)).not.toContain("spikefed/plain-english");
  });
});

describe("an import across a boundary is an error", () => {
  test.each([
    [`packages/protocol/${lib}`, `import "@spikefed/fl-core";`],
    [`packages/protocol/${lib}`, `import "../../fl-core/src/index.ts";`],
    [`packages/snn-core/${lib}`, `import type { A } from "@spikefed/protocol";`],
    [`packages/snn-core/src/gpu/breach.ts`, `import "../../../protocol/src/index.ts";`],
    [`packages/fl-core/${lib}`, `import "@spikefed/snn-core";`],
    [`packages/fl-core/${lib}`, `export * from "../../protocol/src/index.ts";`],
    [`packages/fl-core/src/breach.test.ts`, `import "@spikefed/web";`],
    [`packages/protocol/${lib}`, `await import("@spikefed/cli/src/main.ts");`],
    [`packages/protocol/${lib}`, `export type A = import("@spikefed/fl-core").A;`],
    [`packages/fl-core/${lib}`, `import "@spikefed/volunteer";`],
    [`packages/volunteer/${lib}`, `import "@spikefed/web";`],
    [`packages/volunteer/${lib}`, `import "@spikefed/datasets";`],
    [`packages/datasets/${lib}`, `import "@spikefed/coordinator";`],
    [`packages/datasets/${lib}`, `import "@spikefed/run-store";`],
    [`packages/run-store/${lib}`, `import "@spikefed/datasets";`],
    [`packages/run-store/${lib}`, `import "../../../apps/coordinator/src/a.ts";`],
    [`packages/report/${lib}`, `import "@spikefed/run-store";`],
    [`packages/report/${lib}`, `import "preact";`],
    [`packages/fl-core/${lib}`, `import "@spikefed/report";`],
    [`apps/web/${lib}`, `import "@spikefed/coordinator";`],
    [`apps/web/${lib}`, `import "@spikefed/run-store";`],
    [`apps/web/src/deep/breach.tsx`, `export { a } from "../../../cli/src/a.ts";`],
    [`apps/cli/${lib}`, `import "../../web/src/a.ts";`],
    [`apps/coordinator/${lib}`, `import "../../../packages/fl-core/src/index.ts";`],
    [`packages/failpoints/${lib}`, `import "@spikefed/protocol";`],
    [`packages/fl-core/${lib}`, `import "@spikefed/failpoints";`],
    [`apps/web/${lib}`, `import "@spikefed/failpoints";`],
    [`torture/${lib}`, `import "@spikefed/coordinator";`],
    [`torture/${lib}`, `import "../../apps/coordinator/src/a.ts";`],
    [`apps/cli/${lib}`, `import "@spikefed/torture";`],
    [`e2e/breach.ts`, `import "@spikefed/protocol";`],
    [`e2e/breach.ts`, `import "../apps/web/src/a.ts";`],
  ])("%s: %s", async (file, code) => {
    expect(await brokenRules(file, code)).toContain("spikefed/boundaries");
  });
});

describe("snn-core stands alone: an import of federation code is an error", () => {
  const ours = [
    "fl-core",
    "protocol",
    "volunteer",
    "datasets",
    "run-store",
    "failpoints",
    "torture",
    "report",
    "coordinator",
    "web",
    "cli",
  ];
  const names = [...ours.map((name) => `@spikefed/${name}`), "socket.io", "socket.io-client"];
  const breaches = async (file: string, code: string) =>
    (await brokenRules(file, code)).filter((rule) => rule === "spikefed/boundaries").length;

  test.each([...names, "fastify", "preact", "valibot"])(
    "%s, however it is written",
    async (name) => {
      const forms = [
        `import "${name}";`,
        `import type { A } from "${name}";`,
        `export * from "${name}/src/index.ts";`,
        `await import("${name}");`,
        `export type B = import("${name}").B;`,
      ];
      expect(await breaches(`packages/snn-core/${lib}`, forms.join("\n"))).toBe(forms.length);
    },
  );

  test.each(["src/gpu/breach.ts", "src/testing/breach.ts", "src/engine/breach.test.ts"])(
    "in %s as well",
    async (file) => {
      const code = `import "@spikefed/fl-core"; import "socket.io-client";`;
      expect(await breaches(`packages/snn-core/${file}`, code)).toBe(2);
    },
  );

  test.each(["fl-core", "protocol", "volunteer"])("%s by a relative path", async (name) => {
    const code = `import "../../${name}/src/index.ts";`;
    expect(await brokenRules(`packages/snn-core/${lib}`, code)).toContain("spikefed/boundaries");
  });

  test("it depends on tfjs, on WebGPU and on nothing else", async () => {
    const text = await readFile(path.join(root, "packages/snn-core/package.json"), "utf8");
    const { dependencies, optionalDependencies } = JSON.parse(text) as Record<string, object>;
    const names = Object.keys({ ...dependencies, ...optionalDependencies });
    const known = /^(@tensorflow\/tfjs(-core|-backend-(cpu|wasm|webgpu))?|@webgpu\/types|webgpu)$/;
    expect(names.filter((name) => !known.test(name))).toEqual([]);
  });
});

describe("an import within the rules is none", () => {
  test.each([
    [`packages/fl-core/${lib}`, `import "@spikefed/protocol"; import "./round.ts";`],
    [`packages/snn-core/src/gpu/breach.ts`, `import "../model.ts"; await import("webgpu");`],
    [`packages/snn-core/${lib}`, `import "@tensorflow/tfjs-core";`],
    [`packages/snn-core/src/breach.test.ts`, `import "vitest"; import "node:path";`],
    [
      `apps/web/${lib}`,
      `import "@spikefed/snn-core"; import "@spikefed/fl-core"; import "preact";`,
    ],
    [`apps/cli/${lib}`, `import "@spikefed/snn-core/node"; import "@spikefed/protocol";`],
    [`apps/cli/${lib}`, `import "@spikefed/datasets"; import "@spikefed/run-store";`],
    [`apps/coordinator/${lib}`, `import "@spikefed/datasets/testing";`],
    [`packages/run-store/${lib}`, `import "@spikefed/fl-core"; import "node:fs/promises";`],
    [`packages/report/${lib}`, `import "@spikefed/fl-core"; import "@spikefed/snn-core";`],
    [`apps/cli/${lib}`, `import "@spikefed/report";`],
    [`packages/run-store/${lib}`, `import "@spikefed/failpoints";`],
    [`torture/${lib}`, `import "@spikefed/run-store"; import "socket.io-client";`],
    [`e2e/breach.ts`, `import "@playwright/test"; import "./room.ts";`],
  ])("%s: %s", async (file, code) => {
    expect(await brokenRules(file, code)).toEqual([]);
  });
});

describe("reaching for the world in a pure package is an error", () => {
  const globals = ["Date", "performance", "setTimeout", "setInterval", "fetch", "process"];
  test.each([...globals, "document", "window", "navigator"])("%s", async (name) => {
    const rule = "no-restricted-globals";
    const direct = `export const a: unknown = ${name};`;
    const indirect = `export const a: unknown = globalThis.${name};`;
    for (const area of ["protocol", "fl-core", "snn-core"]) {
      expect(await brokenRules(`packages/${area}/${lib}`, direct)).toEqual([rule]);
    }
    expect(await brokenRules(`packages/fl-core/${lib}`, indirect)).toEqual([rule]);
    expect(await brokenRules("packages/snn-core/src/gpu/breach.ts", direct)).toEqual([]);
    expect(await brokenRules("packages/fl-core/src/breach.test.ts", direct)).toEqual([]);
    expect(await brokenRules(`apps/cli/${lib}`, direct)).toEqual([]);
  });

  test("Node's own modules, which no browser has", async () => {
    const code = `import { readFile } from "node:fs/promises"; export { readFile };`;
    expect(await brokenRules(`packages/protocol/${lib}`, code)).toEqual(["no-restricted-imports"]);
    expect(await brokenRules("packages/snn-core/src/gpu/breach.ts", code)).toEqual([]);
  });

  test("Math.random, but not a type that is named like a global", async () => {
    const file = `packages/fl-core/${lib}`;
    expect(await brokenRules(file, `Math.random();`)).toEqual(["no-restricted-properties"]);
    expect(await brokenRules(file, `export type Clock = { at: Date };`)).toEqual([]);
  });
});

describe("an import cycle is an error", () => {
  const folder = "scripts/.cycle";
  beforeAll(async () => {
    await mkdir(path.join(root, folder), { recursive: true });
    await writeFile(path.join(root, folder, "b.ts"), `export { a as b } from "./a.ts";\n`);
    await writeFile(path.join(root, folder, "a.ts"), `export { b as a } from "./b.ts";\n`);
  });
  afterAll(() => rm(path.join(root, folder), { recursive: true }));

  test("two files that import each other", async () => {
    const code = `export { b as a } from "./b.ts";\n`;
    expect(await brokenRules(`${folder}/a.ts`, code)).toEqual(["import-x/no-cycle"]);
  });
});
