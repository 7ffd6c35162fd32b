// The language in use. Whoever reads it while drawing is drawn again when it changes.

import { signal } from "@preact/signals";
import { englishLanguage, type Language } from "./languages.ts";

export const currentLanguage = signal<Language>(englishLanguage);
