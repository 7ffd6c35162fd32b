// A place belongs to the browser that joined: whoever has read its token does not get it.
import { withoutWebgpu } from "./support/browser.ts";
import { button, join } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({
  launchOptions: withoutWebgpu,
  run: { dataset: "shapes" },
  // Without https Chromium ignores this header, and reports it as an error.
  expectedErrors: /Cross-Origin-Opener-Policy header has been ignored/,
});

for (const { how, host } of [
  { how: "the browser's own key", host: "localhost" },
  { how: "a key in plain JavaScript, by plain http", host: "spikefed.test" },
]) {
  test(`another browser with a stolen token is refused: ${how}`, async ({
    browser,
    coordinator: { links },
    openTab,
  }) => {
    const tab = await openTab();
    const name = await join(tab, { ...links, join: links.join.replace("localhost", host) });
    expect(await tab.evaluate(() => isSecureContext)).toBe(host === "localhost");
    const kept = await tab.evaluate((key) => sessionStorage.getItem(key), keyOf(links.code));
    const { clientId, token, bound } = JSON.parse(kept!) as Record<string, unknown>;
    expect(bound).toMatchObject({ key: expect.stringMatching(/^[0-9a-f]{64}$/) });

    const elsewhere = await browser.newContext();
    try {
      const thief = await elsewhere.newPage();
      await thief.goto(new URL("/healthz", tab.url()).href);
      const stolen = JSON.stringify({ clientId, token, name });
      const item = [keyOf(links.code), stolen] as const;
      await thief.evaluate(([key, text]) => sessionStorage.setItem(key, text), item);
      await thief.goto(tab.url());
      await expect(
        thief.getByText(/^This device has not proved .* belongs to another key\.$/),
      ).toBeVisible();
      await expect(tab.getByText("connected", { exact: true })).toBeVisible();

      await button(thief, "Reload").click();
      await expect(button(thief, "Join the room")).toBeVisible(); // as a newcomer
    } finally {
      await elsewhere.close();
    }
  });
}

const keyOf = (code: string) => `spikefed/volunteer/${code}`;
