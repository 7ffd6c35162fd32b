// Which language the pages begin with and change to: address, memory of this device, browser.

import { signal } from "@preact/signals";
import { currentLanguage } from "./current-language.ts";
import { firstLanguage, loadLanguage, type LanguageCode } from "./languages.ts";

const KEY = "spikefed/language";
const PARAMETER = "lang";

/** True when the words of a language did not arrive, so that the one before stays. */
export const languageFailed = signal(false);

/** Before the first page is drawn, so that nobody sees another language pass by. */
export function startLanguage(): Promise<void> {
  const wanted = new URLSearchParams(location.search).get(PARAMETER);
  return show(firstLanguage(wanted, readSaved(), navigator.languages));
}

/** Kept on this device, and in the address, so that it can be passed on. */
export async function chooseLanguage(code: LanguageCode): Promise<void> {
  await show(code);
  if (languageFailed.value) return;
  save(code);
  const address = new URL(location.href);
  address.searchParams.set(PARAMETER, code);
  history.replaceState(history.state, "", address);
}

async function show(code: LanguageCode): Promise<void> {
  try {
    const language = await loadLanguage(code);
    currentLanguage.value = language;
    document.documentElement.lang = language.code;
    document.documentElement.dir = language.dir;
    languageFailed.value = false;
  } catch {
    languageFailed.value = true; // said beside the switch
  }
}

function readSaved(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // Storage is switched off: the address and the browser decide.
  }
}

function save(code: LanguageCode): void {
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // See readSaved.
  }
}
