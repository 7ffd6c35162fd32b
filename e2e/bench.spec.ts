// The benchmark page, in a browser's worker on a software adapter.
import { readFile } from "node:fs/promises";
import { expectAccessible, overflow } from "./support/accessible.ts";
import { runCommand } from "./support/command.ts";
import { button, statusOf } from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

interface Check {
  /** Of the driver. */
  name: string;
  losses: number[];
  adapter: string;
}

test("in Chromium (SwiftShader) the same step gives the same loss to 1e-3, from a worker", async ({
  page,
  coordinator: { links },
}) => {
  test.setTimeout(300_000);
  const here = runCommand("bench", ["--check"]); // on each adapter that this machine has
  await page.goto(`${links.origin}/bench?check`);
  await expect(statusOf(page)).toHaveText(/^The check is done/, { timeout: 120_000 });
  const losses = await readLosses(page);
  expect(losses).toHaveLength(2);
  const { code, stdout, stderr } = await here;
  // Exit code 2: no adapter outside the browser (no driver could be installed), so no other side.
  test.skip(code === 2, "no WebGPU adapter outside the browser to compare with");
  expect(code, stderr).toBe(0);
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  expect(checks.length).toBeGreaterThan(0);
  for (const check of checks) {
    const { name, adapter } = check;
    test
      .info()
      .annotations.push({ type: name, description: `${adapter}: ${check.losses.join(", ")}` });
    expect(check.losses, name).toHaveLength(losses.length);
    for (const [step, loss] of check.losses.entries()) {
      expect(Math.abs(loss - losses[step]!), `${name}, step ${step + 1}`).toBeLessThan(1e-3);
    }
  }
});

async function readLosses(page: Page): Promise<number[]> {
  const words = page.getByRole("definition").filter({ hasText: /^\d+\.\d+ and \d+\.\d+$/ });
  return (await words.innerText()).split(" and ").map(Number);
}

test("a run that is stopped keeps its figures, on the page and as JSON", async ({
  page,
  context,
  coordinator: { links },
}) => {
  test.setTimeout(240_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${links.origin}/bench`);
  await expect(page.getByText("software: its figures are not those of a GPU")).toBeVisible();
  await expectFitsAndIsAccessible(page);
  await button(page, "Run quick").click();
  await expect(button(page, "Stop")).toBeFocused();
  await expect(statusOf(page)).toHaveText(/^Training two fixed steps/);
  const kernels = page.getByRole("region", { name: /^Each kernel/ });
  const first = kernels.getByRole("row", { name: /^convolution of spikes/ });
  await expect(first).toBeVisible({ timeout: 200_000 });
  await expect(statusOf(page)).toHaveText(/^Measuring kernels/);

  await button(page, "Stop").click();
  await expect(statusOf(page)).toHaveText(
    /^Stopped\. What was measured until then stays: \d of \d+ parts\.$/,
  );
  await expect(button(page, "Run quick")).toBeFocused();
  await expect(first.getByRole("cell").first()).toHaveText(/^[\d.,]+$/);
  for (const name of ["Whole training steps", "Evaluation"]) {
    const part = page.getByRole("region", { name, exact: true });
    await expect(part.getByText("Not measured: the run was stopped before.")).toBeVisible();
  }
  await expect(
    page.getByRole("img", { name: /^Roofline\. The roof is [\d.,]+ GFLOP/ }),
  ).toBeVisible();
  await page.getByText("All that was tried").click();
  await page.getByText("All variants that were tried").click();
  await page.getByText("How is it measured?").click();
  await expectFitsAndIsAccessible(page);

  await test.step("copied and saved JSON have what readers rely on", async () => {
    await button(page, "Copy as JSON").click();
    await expect(button(page, "Copied")).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expectReport(copied);
    expect(await saved(page, "Save JSON")).toBe(copied);
    expect(await saved(page, "Save plot")).toMatch(/^<svg /);
  });
});

/** What a button hands to the browser as a file. */
async function saved(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, name).click()]);
  expect(download.suggestedFilename()).toMatch(/^spikefed-bench-.*swiftshader\.(json|svg)$/);
  return readFile(await download.path(), "utf8");
}

function expectReport(json: string): void {
  const report = JSON.parse(json) as Record<string, unknown[]>;
  expect(report).toMatchObject({
    ...{ adapter: expect.stringMatching(/swiftshader/i), isSoftware: true, steps: [] },
    device: { limits: { maxBufferSize: expect.any(Number) } },
    ceiling: { gflops: expect.any(Number), gigabytesPerSecond: expect.any(Number) },
    run: { mode: "quick", outcome: "stopped" },
  });
  const share = expect.any(Number);
  const figures = { ms: share, gflops: share, ceilingShare: share, tfjsRatio: share };
  expect(report["kernels"]![0]).toMatchObject({ name: expect.stringMatching(/^conv/), ...figures });
}

async function expectFitsAndIsAccessible(page: Page): Promise<void> {
  const usual = page.viewportSize()!;
  for (const width of [320, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => overflow(page), `/bench at ${width}`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(usual);
  await expectAccessible(page);
}
