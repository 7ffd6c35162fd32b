// Storage that lasts as long as the page: for browsers that forbid more, and for tests.

import type { TextStore } from "./identity.ts";

export function memoryStore(): TextStore {
  const texts = new Map<string, string>();
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  };
}
