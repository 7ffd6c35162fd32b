// The chosen look: as the system, light, dark, or for a projector. Kept on this device only.

import { signal } from "@preact/signals";

export const themes = ["auto", "light", "dark", "projector"] as const;
export type Theme = (typeof themes)[number];

const KEY = "spikefed/theme";

/** What was chosen; null: nothing, so each page takes its own default. */
export const chosenTheme = signal<Theme | null>(null);

export function loadTheme(): void {
  try {
    const saved = localStorage.getItem(KEY);
    chosenTheme.value = themes.find((theme) => theme === saved) ?? null;
  } catch {
    // Storage is switched off: the theme lasts as long as the page.
  }
}

export function chooseTheme(theme: Theme): void {
  chosenTheme.value = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // See loadTheme.
  }
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
}
