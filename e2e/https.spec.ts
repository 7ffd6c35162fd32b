// https with a certificate made here: what browsers give to it, and what pages say of it.
import { expectAccessible, overflow } from "./support/accessible.ts";
import { button, join, openHost } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({ run: { dataset: "shapes", args: ["--https"] }, ignoreHTTPSErrors: true });

test("plain http leads to https, the page is a secure one, and the fingerprint can be compared", async ({
  page,
  openTab,
  coordinator: { links, output },
}) => {
  test.slow(); // three pages and axe
  expect(links.join).toMatch(/^https:/);
  await page.goto(links.join.replace("https:", "http:"));
  await expect(button(page, "Join the room")).toBeVisible();
  expect(page.url()).toBe(links.join);
  expect(await page.evaluate(() => [isSecureContext, "gpu" in navigator])).toEqual([true, true]);
  await page.getByRole("link", { name: "Did your browser warn of this address?" }).click();
  const fingerprint = /SHA-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})/.exec(output())?.[1] ?? "";
  await expect(page.getByText(fingerprint, { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Why your browser warns of this address",
  );
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
  const host = await openTab();
  await openHost(host, links);
  await expect(
    host.getByRole("link", { name: `Certificate, SHA-256: ${fingerprint}` }),
  ).toBeVisible();
  await join(page, links);
});
