// `test` with a coordinator, more tabs, and an ear for errors of the pages.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { startCoordinator, type Coordinator, type CoordinatorOptions } from "./coordinator.ts";

export { expect, type Page } from "@playwright/test";

interface Fixtures {
  /** Dataset and settings of the run; drawn shapes and a small run unless a test says more. */
  run: CoordinatorOptions;
  /** Errors of the pages that are part of the test; any other one fails it. */
  expectedErrors: RegExp | null;
  coordinator: Coordinator;
  /** Another tab of the same browser. */
  openTab: () => Promise<Page>;
}

/** What a browser says when a page asks for the room BBBB, which there is not. */
export const noRoomBBBB = /404 .*\/r\/BBBB\/api\/room/;

export const test = base.extend<Fixtures>({
  run: [{ dataset: "shapes" }, { option: true }],
  expectedErrors: [null, { option: true }],
  coordinator: async ({ run, context, expectedErrors }, use, testInfo) => {
    const errors = listenForErrors(context);
    const coordinator = await startCoordinator(run);
    let hasFailed = true;
    try {
      await use(coordinator);
      const unexpected = errors.filter((error) => !expectedErrors?.test(error));
      expect(unexpected, "errors on the pages").toEqual([]);
      hasFailed = testInfo.status !== testInfo.expectedStatus;
    } finally {
      const body = coordinator.output();
      await coordinator.dispose();
      if (hasFailed) await testInfo.attach("coordinator", { body, contentType: "text/plain" });
    }
  },
  openTab: async ({ context }, use) => {
    await use(() => context.newPage());
  },
});

/** Errors in the consoles of all pages and workers, answers like 404 included. */
function listenForErrors(context: BrowserContext): string[] {
  const errors: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (webError) => errors.push(webError.error().message));
  return errors;
}
