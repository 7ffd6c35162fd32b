// The ten pictures that a wall shows, and what models say of them.

import type { KeptShowcase, Showcase } from "@spikefed/protocol";
import { roomPath } from "./room-path.ts";

export interface ShownPicture {
  label: number;
  /** Planar R, G, B, 3 x 32 x 32. */
  pixels: Uint8Array;
}

export interface PictureVotes {
  pictures: ShownPicture[];
  /** null: no model has been judged. */
  kept: KeptShowcase | null;
}

/** @throws when the coordinator does not answer, or with something else. */
export async function fetchShowcase(code: string): Promise<PictureVotes> {
  const response = await fetch(roomPath(code, "/api/run/showcase"), {
    headers: { accept: "application/json" },
  });
  if (!response.ok) throw new Error(`GET /api/run/showcase answered ${response.status}`);
  const { pictures, kept } = (await response.json()) as Showcase;
  const bytesOf = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const shown = pictures.map(({ label, pixels }) => ({ label, pixels: bytesOf(pixels) }));
  return { pictures: shown, kept };
}
