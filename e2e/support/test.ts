// `test` with a coordinator, more tabs, and an ear for errors of the pages.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { startCoordinator, type Coordinator, type CoordinatorOptions } from "./coordinator.ts";

export { expect, type Page } from "@playwright/test";

interface Fixtures {
  /** Dataset and settings of the run; drawn shapes and a small run unless a test says more. */
  run: CoordinatorOptions;
  coordinator: Coordinator;
  /** Another tab of the same browser. */
  openTab: () => Promise<Page>;
  /** Errors that are part of the test; all others fail it. */
  expectedErrors: RegExp | null;
  quiet: void;
}

export const test = base.extend<Fixtures>({
  run: [{ dataset: "shapes" }, { option: true }],
  expectedErrors: [null, { option: true }],
  coordinator: async ({ run }, use, { status, expectedStatus, attach }) => {
    const coordinator = await startCoordinator(run);
    await use(coordinator);
    const output = coordinator.output();
    await coordinator.dispose();
    if (status !== expectedStatus) await attach("coordinator", { body: output });
  },
  openTab: async ({ context }, use) => {
    await use(() => context.newPage());
  },
  quiet: [
    async ({ context, expectedErrors }, use) => {
      const errors = listenForErrors(context);
      await use();
      const unexpected = errors.filter((error) => !expectedErrors?.test(error));
      expect(unexpected, "errors on the pages").toEqual([]);
    },
    { auto: true },
  ],
});

/** Errors in the consoles of all pages and workers, and answers of the coordinator like 404. */
function listenForErrors(context: BrowserContext): string[] {
  const errors: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (webError) => errors.push(webError.error().message));
  return errors;
}
