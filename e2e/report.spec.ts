// A report is one file: it opens without a network, in light and dark, on a phone and on a wall.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test as base, type Page } from "@playwright/test";
import { expectAccessible, overflow } from "./support/accessible.ts";
import { runTypescript } from "./support/process.ts";

const files = ["report.html", "empty.html", "comparison.html", "sweep.html"] as const;

/** A folder with reports of made-up runs. */
const test = base.extend<object, { folder: string }>({
  folder: [
    async ({}, use, workerInfo) => {
      const folder = path.join(workerInfo.project.outputDir, `reports-${workerInfo.workerIndex}`);
      const writer = runTypescript("packages/report/src/testing/write-pages.ts", [folder]);
      await writer.says(/^wrote /m);
      expect(await writer.ended).toBe(0);
      await use(folder);
    },
    { scope: "worker" },
  ],
});

/** Opens a file without a network; answers with every request and error from then on. */
async function openFile(page: Page, file: string): Promise<string[]> {
  const seen: string[] = [];
  page.on("request", (request) => seen.push(request.url()));
  page.on("console", (message) => seen.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.push(error.message));
  page.on("dialog", (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(file).href);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  return seen;
}

async function unfold(page: Page): Promise<void> {
  for (const summary of await page.locator("summary").all()) await summary.click();
}

for (const file of files) {
  test(`${file} asks for nothing, and no name in it runs`, async ({ page, folder }) => {
    const seen = await openFile(page, path.join(folder, file));
    await unfold(page);
    for (const colorScheme of ["dark", "light"] as const) await page.emulateMedia({ colorScheme });
    const isOwn = (url: string) => url.endsWith(`/${file}`) || url === "data:,";
    expect(seen.filter((entry) => !isOwn(entry))).toEqual([]);
    const scripts = file === "report.html" ? 1 : 0; // its replay
    expect(await page.locator("script").count()).toBe(scripts);
  });

  test(`axe finds nothing in ${file}, folded and open`, async ({ page, folder }) => {
    test.setTimeout(300_000); // four looks at a long page
    await openFile(page, path.join(folder, file));
    await expectAccessible(page);
    await unfold(page);
    await expectAccessible(page);
  });

  test(`${file} never scrolls sideways as a page`, async ({ page, folder }) => {
    await openFile(page, path.join(folder, file));
    for (const isOpen of [false, true]) {
      if (isOpen) await unfold(page);
      for (const width of [320, 768, 1280, 1920]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await overflow(page), `at ${width}`).toBeLessThanOrEqual(0);
      }
    }
  });
}

test("on a phone charts fit their cards, and their letters can be read", async ({
  page,
  folder,
}) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await openFile(page, path.join(folder, "report.html"));
  const wide = await page
    .locator(".scroll:has(> svg[role=img])")
    .evaluateAll((cards) =>
      cards.flatMap((card) =>
        card.scrollWidth > card.clientWidth ? [card.getAttribute("aria-label")] : [],
      ),
    );
  expect(wide).toEqual([]);
  const sizes = await page.locator("svg text:visible").evaluateAll((texts) =>
    texts.map((text) => {
      const scale = (text as SVGTextElement).getScreenCTM()!.a;
      return scale === 0 ? 14 : scale * parseFloat(getComputedStyle(text).fontSize);
    }),
  );
  expect(sizes.length).toBeGreaterThan(50);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
});

test("a wide table keeps its first column, and on a wide screen all of its columns", async ({
  page,
  folder,
}) => {
  await openFile(page, path.join(folder, "report.html"));
  const box = page.getByRole("group", { name: "Table: Rounds", exact: true });
  await page.setViewportSize({ width: 320, height: 800 });
  const name = box.getByRole("rowheader", { name: "5", exact: true });
  await name.scrollIntoViewIfNeeded();
  await box.evaluate((element) => (element.scrollLeft = 200));
  await expect(name).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 1920, height: 1080 });
  expect(await box.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
});

test("no writing of a chart lies outside of its drawing", async ({ page, folder }) => {
  for (const file of files) {
    await openFile(page, path.join(folder, file));
    const outside = await page.locator("svg[role=img]").evaluateAll((drawings) =>
      drawings.flatMap((drawing) => {
        const box = drawing.getBoundingClientRect();
        const texts = [...drawing.querySelectorAll("text")];
        const shown = texts.filter((text) => text.getClientRects().length > 0);
        return shown.flatMap((text) => {
          const { left, right, top, bottom } = text.getBoundingClientRect();
          const over = Math.max(
            box.left - left,
            right - box.right,
            box.top - top,
            bottom - box.bottom,
          );
          return over > 2 ? [`${text.textContent} by ${Math.round(over)} px`] : [];
        });
      }),
    );
    expect(outside, file).toEqual([]);
  }
});

test("on paper it is light, whatever the reader's scheme, and nothing is cut off", async ({
  page,
  folder,
}) => {
  await openFile(page, path.join(folder, "report.html"));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const ground = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await ground()).toBe("rgb(255, 255, 255)");
  const boxes = page.locator(".scroll");
  for (const box of await boxes.all()) await expect(box).toHaveCSS("overflow", "visible");
  await page.emulateMedia({ media: "screen", colorScheme: "dark" });
  expect(await ground()).toBe("rgb(20, 23, 31)");
});

/** Between the margins that browsers give to A4: 190 mm. */
const PAPER = 718;

test("on paper nothing is wider than the paper", async ({ page, folder }) => {
  await page.setViewportSize({ width: PAPER, height: 1000 });
  for (const file of files) {
    await openFile(page, path.join(folder, file));
    await page.emulateMedia({ media: "print" });
    const wide = await page.locator("table, svg, pre").evaluateAll(
      (all, most) =>
        all.flatMap((one) => {
          const right = Math.round(one.getBoundingClientRect().right);
          return right > most ? [`${one.textContent?.slice(0, 60)}: to ${right}`] : [];
        }),
      PAPER,
    );
    expect(wide, file).toEqual([]);
    await page.emulateMedia({ media: "screen" });
  }
});

test("every chart is an image with a name, and its numbers are a table", async ({
  page,
  folder,
}) => {
  await openFile(page, path.join(folder, "report.html"));
  for (const name of ["Accuracy by round", "Loss by round", "Bytes by round", "Clients by round"]) {
    await expect(page.getByRole("img", { name, exact: true })).toBeVisible();
    await page.getByText(`Table of these numbers: ${name}`, { exact: true }).click();
    await expect(page.getByRole("group", { name: `Table: ${name}` }).first()).toBeVisible();
  }
  const text = await readFile(path.join(folder, "report.html"), "utf8");
  expect(text.match(/<script/g)).toHaveLength(1);
});

test("the replay goes through the rounds from the disk, by keyboard, buttons and itself", async ({
  page,
  folder,
}) => {
  const seen = await openFile(page, path.join(folder, "report.html"));
  const replay = page.getByRole("region", { name: "Replay" });
  const sentence = replay.getByRole("status");
  const slider = replay.getByRole("slider", { name: "Round" });
  const press = (name: string) => replay.getByRole("button", { name, exact: true }).click();
  await expect(sentence).toHaveText(/^Round 8 of 8\. Accuracy 50\.0 %/);
  await expect(replay.getByRole("img", { name: /^Answers of round 8/ })).toBeVisible();
  await replay.getByText("Table of these numbers: answers of this round by true class").click();
  const matrix = replay.getByRole("table");
  await expect(matrix).toHaveAccessibleName(/^Answers of round 8/);
  await press("Back");
  await expect(matrix).toHaveAccessibleName(/^Answers of round 7/); // it stays open
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(sentence).toHaveText(/^Round 1 of 8\. Accuracy 10\.0 %/);
  for (let step = 0; step < 2; step++) await press("Forward");
  await expect(sentence).toHaveText(/^Round 3 of 8\. Accuracy: not measured\./);
  await expect(replay.getByText("Confusion matrix of round 3: not measured.")).toBeVisible();
  await expect(replay.getByText("Table of these numbers")).toBeHidden();
  await expect(replay.getByRole("img", { name: "Accuracy up to round 3" })).toBeVisible();
  await press("Back");
  await expect(sentence).toHaveText(/^Round 2 of 8/);
  await press("Play");
  await press("Pause");
  await expect(replay.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await expect(sentence).toHaveText(/^Round [2-7] of 8/); // stopped before its end
  await press("Play");
  await expect(sentence).toHaveText(/^Round 8 of 8/, { timeout: 20_000 });
  await expect(replay.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await expectAccessible(page);
  const isOwn = (url: string) => url.endsWith("/report.html") || url === "data:,";
  expect(seen.filter((entry) => !isOwn(entry))).toEqual([]);
});

test("without scripts the report tells all of it but the replay", async ({ browser, folder }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
  const page = await context.newPage();
  await page.goto(pathToFileURL(path.join(folder, "report.html")).href);
  await expect(page.getByRole("heading", { name: "Accuracy and loss" })).toBeVisible();
  await expect(page.getByRole("img", { name: "Accuracy by round", exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Replay" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Copy" })).toBeHidden();
  await context.close();
});

test("log, figures and settings are files in the page", async ({ page, folder }) => {
  await openFile(page, path.join(folder, "report.html"));
  const textOf = async (name: string) => {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    return readFile(await (await download).path(), "utf8");
  };
  const log = (await textOf("Run log (JSON Lines)")).trimEnd().split("\n");
  expect(log.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(
    log.map((_, i) => i),
  );
  expect((await textOf("Figures by round (CSV)")).trimEnd().split("\n")).toHaveLength(9);
  expect(JSON.parse(await textOf("Settings as an experiment (JSON)"))).toMatchObject({ seed: 1 });
});
