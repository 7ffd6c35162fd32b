// The wall's third scene, and the report of the same run as the coordinator serves it.
import { expectAccessible } from "./support/accessible.ts";
import { join, openHost, startRun, statusOf } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({ run: { dataset: "shapes", settings: { rounds: 2 } } });

test("ten pictures with the votes before and after a round, and a report that replays", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  test.setTimeout(240_000);
  const [tab, show] = [await openTab(), await openTab()];
  await openHost(host, links);
  await join(tab, links);
  await show.goto(links.show);
  // Of every frame, since a fast machine has trained before an assertion looks a second time.
  const trains = show.waitForFunction(() =>
    document.querySelector(".show-sentence")?.textContent.startsWith("Everyone trains"),
  );
  await Promise.all([trains, startRun(host, 1)]);
  await show.keyboard.press("PageDown");
  await expect(show.getByRole("heading", { level: 1 })).toHaveText(
    "Ten pictures that nobody trains on",
  );
  const sentence = statusOf(show);
  await expect(sentence).toHaveText(
    /^After round 2 .* of 10 pictures\. That is|^After round 2 .* As many/,
    {
      timeout: 180_000,
    },
  );
  const cards = show.getByRole("listitem");
  await expect(cards).toHaveCount(10);
  const votes = await cards.allInnerTexts();
  for (const card of votes) expect(card).toMatch(/before: .+ (✓|✗)\s.*now: .+ (✓|✗)/s);
  const right = votes.filter((card) => /now: .+ ✓/s.test(card)).length;
  await expect(sentence).toContainText(`names ${right} of 10 pictures`);
  await expect(
    show.getByRole("img", { name: /^conv 3: [\d,]+ spikes? of 4,096 neurons/ }),
  ).toBeVisible();
  await expectAccessible(show);
  await show.keyboard.press("PageDown");
  await expect(show.getByRole("heading", { level: 1 })).toHaveText(/^Round 2 of 2/);

  await tab.goto(`${links.origin}/report`);
  const replay = tab.getByRole("region", { name: "Replay" });
  await expect(replay.getByRole("status")).toHaveText(/^Round 2 of 2\. Accuracy/);
  await replay.getByRole("button", { name: "Back" }).click();
  await expect(replay.getByRole("img", { name: /^Answers of round 1/ })).toBeVisible();
  await expectAccessible(tab);
});
