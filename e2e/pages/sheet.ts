// Pictures of a page in its sizes and looks, on one sheet alone or together with other pages.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
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

export interface Sheet {
  /** A row for each look; a page that is one of several has a title of its own. `part`: of it alone. */
  draw: (page: Page, title: string, part?: Locator) => Promise<void>;
  /** Writes it. @returns what does not fit: pixels to the side, texts that are cut */
  print: () => Promise<string[]>;
}

/** @param paper a page to lay the pictures out on */
export function openSheet(paper: Page, name: string): Sheet {
  const rows: string[] = [];
  const problems: string[] = [];
  return {
    draw: async (page, title, part) => {
      for (const look of looks) {
        const heading = title === "" ? look.name : `${title}, ${look.name}`;
        await show(page, look);
        const cells = await drawSizes(page, { name, heading, problems, part });
        rows.push(`<h2>${heading}</h2><div class="row">${cells.join("")}</div>`);
      }
      await page.locator("select.language").selectOption("en");
    },
    print: async () => {
      await print(paper, name, rows.join(""));
      return problems;
    },
  };
}

/** A page as a sheet of its own. @returns what does not fit */
export async function drawSheet(
  what: Page | Locator,
  paper: Page,
  name: string,
): Promise<string[]> {
  const sheet = openSheet(paper, name);
  if ("page" in what) await sheet.draw(what.page(), "", what);
  else await sheet.draw(what, "");
  return sheet.print();
}

interface Row {
  /** Of the sheet. */
  name: string;
  heading: string;
  /** Where to write what does not fit. */
  problems: string[];
  part: Locator | undefined;
}

async function show(page: Page, { language, theme }: (typeof looks)[number]): Promise<void> {
  await page.locator("select.language").selectOption(language);
  await page.locator("label.theme select").selectOption(theme);
}

/** What a browser leaves out until it is scrolled to is in the picture as well. */
const ALL_DRAWN = "* { content-visibility: visible !important; }";

async function drawSizes(page: Page, row: Row): Promise<string[]> {
  const cells: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    const where = `${row.name}, ${row.heading}, ${size.width}`;
    const file = path.join(close, `${where.replaceAll(/[ ,]+/g, "-")}.png`);
    await mkdir(close, { recursive: true });
    const options = { path: file, animations: "disabled", style: ALL_DRAWN } as const;
    if (row.part === undefined) await page.screenshot({ ...options, fullPage: true });
    else await row.part.screenshot(options);
    row.problems.push(...(await misfits(page, where)));
    cells.push(await cell(file, size.width));
  }
  return cells;
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
  return `<figure><figcaption>${width}</figcaption><div><img style="width:${shown}px" src="data:image/png;base64,${data}"></div></figure>`;
}

const style = `
  body { margin: 12px; font: 14px sans-serif; background: #d8dce3; inline-size: 1320px }
  h2 { font-size: 14px; margin: 8px 0 4px }
  .row { display: flex; gap: 12px; align-items: start }
  figure { margin: 0 }
  figure div { max-height: 400px; overflow: hidden }
  img { display: block }
`;

async function print(paper: Page, name: string, body: string): Promise<void> {
  await paper.setViewportSize({ width: 1344, height: 600 });
  await paper.setContent(`<style>${style}</style>${body}`);
  await paper.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  const sheet = await paper.screenshot({ fullPage: true, type: "jpeg", quality: 60 });
  await mkdir(sheets, { recursive: true });
  await writeFile(path.join(sheets, `${name}.jpg`), sheet);
}
