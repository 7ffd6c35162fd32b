// The newest model of a folder, after rounds were taken back.

import { readFile } from "node:fs/promises";

import type { RoundEffect } from "@spikefed/fl-core";
import { blobPath, writeDurably } from "@spikefed/run-store";

import type { FederationOptions } from "./federation-options.ts";

/** The model that the run goes on from is the newest one of its folder again. */
export async function restoreNewest(
  { plan: { folder } }: FederationOptions,
  { to }: Extract<RoundEffect, { type: "roll-back" }>,
): Promise<void> {
  await writeDurably(folder.model, await readFile(blobPath(folder.models, to.model.hash)));
}
