// The README of snn-core, as somebody follows it: its code in a site of their own, built by Vite,
// opened in a browser. The engine in a page and in a worker; the fallback without WebGPU.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Browser, type BrowserContext, expect, test as base } from "@playwright/test";
import { build, preview } from "vite";
import { withoutWebgpu } from "./support/browser.ts";
import { root } from "./support/process.ts";

/** Files by name. */
type Site = Record<string, string>;

const test = base.extend<{ serve: (site: Site) => Promise<string> }>({
  serve: async ({}, use, testInfo) => {
    const servers: { close: () => Promise<void> }[] = [];
    await use(async (site) => {
      // Inside the repository, where the package and its dependencies are found.
      const folder = testInfo.outputPath("site");
      await mkdir(folder, { recursive: true });
      for (const [name, text] of Object.entries(site)) {
        await writeFile(path.join(folder, name), text);
      }
      const where = { root: folder, configFile: path.join(folder, "vite.config.js") };
      await build({ ...where, logLevel: "error" });
      const server = await preview({ ...where, preview: { host: "127.0.0.1", port: 0 } });
      servers.push(server);
      return server.resolvedUrls!.local[0]!;
    });
    for (const server of servers) await server.close();
  },
});

const readme = await readFile(path.join(root, "packages/snn-core/README.md"), "utf8");

function block(name: string): string {
  const found = new RegExp(`<!-- ${name} -->\n\`\`\`js\n([^]*?)\`\`\`\n`).exec(readme);
  if (found === null) throw new Error(`the README has no block "${name}"`);
  return found[1]!;
}

const page = (script: string) =>
  `<!doctype html><title>Training</title><link rel="icon" href="data:,"><script type="module" src="./${script}"></script>`;

/** Opens the address and answers with what page and worker say, losses as numbers. */
async function trainAt(context: BrowserContext, url: string) {
  const lines: string[] = [];
  const errors: string[] = [];
  context.on("console", (message) => {
    (message.type() === "error" ? errors : lines).push(message.text());
  });
  context.on("weberror", (webError) => errors.push(webError.error().message));
  await (await context.newPage()).goto(url);
  const losses = () => lines.flatMap((line) => /^batch \d+: loss (\S+)$/.exec(line)?.[1] ?? []);
  const isOver = () => losses().length === 10 || errors.length > 0;
  await expect.poll(isOver, { timeout: 110_000, intervals: [200] }).toBe(true);
  expect(errors).toEqual([]);
  return { lines, losses: losses().map(Number) };
}

const inWorker = (script: string): Site => ({
  "index.html": page("page.js"),
  "page.js": block("page"),
  "train.worker.js": script,
  "vite.config.js": block("config"),
});

test("the 15 lines train in a page", async ({ context, serve }) => {
  const url = await serve({
    "index.html": page("page.js"),
    "page.js": block("example"),
    "vite.config.js": block("config"),
  });
  const { losses } = await trainAt(context, url);
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
});

test("they train in a dedicated worker", async ({ context, serve }) => {
  const url = await serve(inWorker(block("example")));
  const { losses } = await trainAt(context, url);
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
});

test("in a worker without WebGPU they train on wasm", async ({ playwright, serve }) => {
  const maker = /^const executor = .*$/m;
  const url = await serve(inWorker(block("example").replace(maker, () => block("fallback"))));
  const browser: Browser = await playwright.chromium.launch(withoutWebgpu);
  try {
    const { lines, losses } = await trainAt(await browser.newContext(), url);
    expect(lines[0]).toMatch(
      /^trains with kernels\/wasm: no (WebGPU|graphics adapter to use) here/,
    );
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
  } finally {
    await browser.close();
  }
});
