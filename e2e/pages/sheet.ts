// Pictures of one page in its sizes and looks, and all of them on one sheet.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { cutTexts, overflow } from "../support/accessible.ts";
import { root } from "../support/process.ts";

/** The sizes of ux: a phone, a tablet, a laptop, a wall. */
const sizes = [
  { width: 320, height: 720 },
  { width: 768, height: 960 },
  { width: 1280, height: 960 },
  { width: 1920, height: 1080 },
];

const looks = [
  { name: "light", theme: "light", language: "en" },
  { name: "dark", theme: "dark", language: "en" },
  { name: "right to left", theme: "light", language: "ar" },
] as const;

/** The single pictures, to look at closely; the repository has the sheets only. */
const close = path.join(root, "test-results/pages");
const sheets = path.join(root, "docs/pages");

/** @returns what does not fit: pixels to the side, texts that are cut */
export async function drawSheet(page: Page, paper: Page, name: string): Promise<string[]> {
  const problems: string[] = [];
  const rows: string[] = [];
  for (const look of looks) {
    await page.locator("select.language").selectOption(look.language);
    await page.locator("label.theme select").selectOption(look.theme);
    const cells: string[] = [];
    for (const size of sizes) {
      await page.setViewportSize(size);
      const file = path.join(close, `${name}-${look.name.replaceAll(" ", "-")}-${size.width}.png`);
      await mkdir(close, { recursive: true });
      await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
      problems.push(...(await misfits(page, `${name}, ${look.name}, ${size.width}`)));
      cells.push(await cell(file, size.width));
    }
    rows.push(`<h2>${look.name}</h2><div class="row">${cells.join("")}</div>`);
  }
  await page.locator("select.language").selectOption("en");
  await print(paper, name, rows.join(""));
  return problems;
}

async function misfits(page: Page, where: string): Promise<string[]> {
  const aside = await overflow(page);
  const cut = await page.evaluate(cutTexts);
  return [
    ...(aside > 0 ? [`${where}: ${aside} pixels to the side`] : []),
    ...cut.map((text) => `${where}: cut, ${text}`),
  ];
}

/** A quarter of the page's width, and of a long page its beginning. */
async function cell(file: string, width: number): Promise<string> {
  const data = (await readFile(file)).toString("base64");
  const shown = Math.round(width === 320 ? 150 : width * 0.28);
  return `<figure><img style="width:${shown}px" src="data:image/png;base64,${data}"><figcaption>${width}</figcaption></figure>`;
}

const style = `
  body { margin: 12px; font: 14px sans-serif; background: #d8dce3; inline-size: 1320px }
  h2 { font-size: 14px; margin: 8px 0 4px }
  .row { display: flex; gap: 12px; align-items: start }
  figure { margin: 0; max-height: 400px; overflow: hidden; position: relative }
  img { display: block; max-height: none }
  figcaption { position: absolute; inset-block-start: 0; inset-inline-start: 0; background: #fffc }
`;

async function print(paper: Page, name: string, body: string): Promise<void> {
  await paper.setViewportSize({ width: 1344, height: 600 });
  await paper.setContent(`<style>${style}</style>${body}`);
  await paper.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  const sheet = await paper.screenshot({ fullPage: true, type: "jpeg", quality: 60 });
  await mkdir(sheets, { recursive: true });
  await writeFile(path.join(sheets, `${name}.jpg`), sheet);
}
