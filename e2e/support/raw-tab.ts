// A tab that Playwright does not look after. Its own pages always believe that they are seen; this one
// can really be hidden, behind another tab of its window, and frozen.
import type { Browser, CDPSession } from "@playwright/test";

export interface RawTab {
  /** The value of an expression on the page; promises are waited for. */
  evaluate: <T>(expression: string) => Promise<T>;
  /** The text of the first element that a selector finds; null: there is none. */
  text: (selector: string) => Promise<string | null>;
  /** Another tab of the window is shown, or this one. */
  show: (shown: boolean) => Promise<void>;
  freeze: (frozen: boolean) => Promise<void>;
}

/** Flags of Playwright's that keep browsers from slowing hidden pages down. */
export const flagsAgainstThrottling = [
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
];

interface Reply {
  id?: number;
  result?: { result?: { value?: unknown }; exceptionDetails?: { text: string } };
  error?: { message: string };
}

/** Opens an address in a window of its own, with a second tab to hide it behind. */
export async function openRawTab(browser: Browser, url: string): Promise<RawTab> {
  const root = await browser.newBrowserCDPSession();
  const { browserContextId } = await root.send("Target.createBrowserContext");
  const where = { browserContextId };
  const tab = await root.send("Target.createTarget", { url, ...where, newWindow: true });
  const cover = await root.send("Target.createTarget", { url: "about:blank", ...where });
  const send = await talk(root, tab.targetId);
  const evaluate = async <T>(expression: string) => {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result } = await send("Runtime.evaluate", options);
    if (result?.exceptionDetails) throw new Error(result.exceptionDetails.text);
    return result?.result?.value as T;
  };
  const show = async (shown: boolean) => {
    const { targetId } = shown ? tab : cover;
    await root.send("Target.activateTarget", { targetId });
  };
  await show(true);
  return {
    evaluate,
    text: (selector) =>
      evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? null`),
    show,
    freeze: async (frozen) => {
      await send("Page.setWebLifecycleState", { state: frozen ? "frozen" : "active" });
    },
  };
}

async function talk(root: CDPSession, targetId: string) {
  const { sessionId } = await root.send("Target.attachToTarget", { targetId, flatten: false });
  const waiting = new Map<number, (reply: Reply) => void>();
  root.on("Target.receivedMessageFromTarget", (event) => {
    if (event.sessionId !== sessionId) return;
    const reply = JSON.parse(event.message) as Reply;
    waiting.get(reply.id ?? 0)?.(reply);
  });
  let last = 0;
  return async (method: string, params: object): Promise<Reply> => {
    const id = ++last;
    const answered = new Promise<Reply>((resolve) => waiting.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await root.send("Target.sendMessageToTarget", { sessionId, message });
    const reply = await answered;
    waiting.delete(id);
    if (reply.error) throw new Error(`${method}: ${reply.error.message}`);
    return reply;
  };
}
