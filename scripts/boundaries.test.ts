// Lints small breaches with the repository's own configuration: every rule must bite.
import path from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mkdir, rm, writeFile } from "node:fs/promises";

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
    [`apps/web/${lib}`, `import "@spikefed/coordinator";`],
    [`apps/web/src/deep/breach.tsx`, `export { a } from "../../../cli/src/a.ts";`],
    [`apps/cli/${lib}`, `import "../../web/src/a.ts";`],
    [`apps/coordinator/${lib}`, `import "../../../packages/fl-core/src/index.ts";`],
    [`e2e/breach.ts`, `import "@spikefed/protocol";`],
    [`e2e/breach.ts`, `import "../apps/web/src/a.ts";`],
  ])("%s: %s", async (file, code) => {
    expect(await brokenRules(file, code)).toContain("spikefed/boundaries");
  });
});

describe("an import within the rules is none", () => {
  test.each([
    [`packages/fl-core/${lib}`, `import "@spikefed/protocol"; import "./round.ts";`],
    [`packages/snn-core/src/gpu/breach.ts`, `import "../model.ts";`],
    [
      `apps/web/${lib}`,
      `import "@spikefed/snn-core"; import "@spikefed/fl-core"; import "preact";`,
    ],
    [`apps/cli/${lib}`, `import "@spikefed/snn-core/node"; import "@spikefed/protocol";`],
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
