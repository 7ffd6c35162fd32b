import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkBudget, linkedFiles, staticImports, weighPage } from "./check-budget.mjs";

let dist;

beforeEach(async () => {
  dist = await mkdtemp(path.join(tmpdir(), "spikefed-budget-"));
  await mkdir(path.join(dist, "assets"));
});
afterEach(() => rm(dist, { recursive: true }));

const put = (name, text) => writeFile(path.join(dist, name), text);

test("a page loads scripts, preloads and styles, not icons", () => {
  const html = `<link rel="icon" href="/i.svg"><link rel="modulepreload" crossorigin href="/a.js">
    <link href='./s.css' rel=stylesheet><script type="module" src="/m.js"></script>`;
  expect(linkedFiles(html)).toEqual(["/a.js", "./s.css", "/m.js"]);
});

test("static imports of minified code are found, dynamic ones and strings are not", () => {
  const code = `import{a as b,c}from"./one.js";import"./two.js";import d,{e}from"./three.js";
    import*as f from"./four.js";export{g}from"./five.js";export*from"./six.js";
    const h=()=>import("./later.js");const from="./no.js";export{h as default};let i="./nor.js";`;
  expect(staticImports(code)).toEqual(
    ["one", "two", "three", "four", "five", "six"].map((name) => `./${name}.js`),
  );
});

test("a page is weighed with the imports of its imports, each once", async () => {
  await put("index.html", `<script type="module" src="/assets/a.js"></script>`);
  await put("assets/a.js", `import"./b.js";import("./later.js")`);
  await put("assets/b.js", `import"./a.js";export const b=1`);
  const rows = await weighPage(dist);
  expect(rows.map(({ file }) => file)).toEqual(["index.html", "assets/a.js", "assets/b.js"]);
});

test("more than the budget is a failure, and the table names the file", async () => {
  const noise = Array.from({ length: 90_000 }, (_, i) => Math.sin(i).toString(36)[5]).join("");
  await put("index.html", `<script src="./assets/a.js"></script>`);
  await put("assets/a.js", `export const noise="${noise}${noise.split("").reverse().join("")}"`);
  let table = "";
  expect(await checkBudget((text) => (table += text), dist)).toBe(false);
  expect(table).toContain("assets/a.js");
});
