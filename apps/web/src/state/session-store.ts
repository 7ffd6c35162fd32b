// Storage of this tab. A browser that forbids it gets memory: a reload is then somebody new.

import type { TextStore } from "./identity.ts";
import { memoryStore } from "./memory-store.ts";

function openStore(): TextStore {
  try {
    sessionStorage.getItem("");
    return sessionStorage;
  } catch {
    return memoryStore();
  }
}

export const sessionStore: TextStore = openStore();
