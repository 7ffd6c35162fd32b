// A screen reader's ear: what live regions say, one text after the other.
import type { Page } from "@playwright/test";

export interface Said {
  /** Which of the live regions, in the order in which the page made them. */
  region: number;
  text: string;
  /** It came with its region, which is not read out unless it is an alert. */
  isBorn: boolean;
}

type Heard = typeof window & { said: Said[] };

/** From the next page on; each change of a region's text that leaves words in it is one message. */
export async function listenToRegions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const said: Said[] = [];
    Object.assign(window, { said });
    const regions: Element[] = [];
    const texts = new Map<Element, string>();
    const listen = () => {
      const live = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]";
      for (const element of document.querySelectorAll<HTMLElement>(live)) {
        const isNew = !regions.includes(element);
        if (isNew) regions.push(element);
        const text = element.innerText.trim();
        if (text !== "" && text !== texts.get(element)) {
          const isBorn = isNew && !element.matches("[role=alert]");
          said.push({ region: regions.indexOf(element), text, isBorn });
        }
        texts.set(element, text);
      }
    };
    new MutationObserver(listen).observe(document, {
      ...{ subtree: true, childList: true, characterData: true },
    });
  });
}

export const saidOn = (page: Page): Promise<Said[]> => page.evaluate(() => (window as Heard).said);
