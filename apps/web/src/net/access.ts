// Where others reach this server, and what its certificate is compared by: asked once a page.

import { signal } from "@preact/signals";

export interface Access {
  /** Origin for other devices; null: none reach it. */
  origin: string | null;
  /** SHA-256 of a certificate that the coordinator made itself; null: there is none. */
  fingerprint: string | null;
}

const known = signal<Access | null>(null);
let isAsked = false;

/** Null until the coordinator has answered; a page shows nothing of it then. */
export function access(): Access | null {
  if (!isAsked) {
    isAsked = true;
    ask().catch(() => (isAsked = false)); // the page tells already that nobody answers
  }
  return known.value;
}

async function ask(): Promise<void> {
  known.value = await fetchAccess();
}

/** @throws when the coordinator does not answer, or with something else. */
export async function fetchAccess(): Promise<Access> {
  const response = await fetch("/api/access");
  if (!response.ok) throw new Error(`GET /api/access answered ${response.status}`);
  return (await response.json()) as Access;
}
