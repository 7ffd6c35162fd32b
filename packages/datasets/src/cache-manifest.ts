// The manifest of a kept dataset, and its check on reading. Pure.

import { SpikefedError } from "@spikefed/protocol";

export interface FileEntry {
  records: number;
  bytes: number;
  /** Hex, of the file. */
  sha256: string;
}

export interface Manifest {
  /** Version of this manifest. */
  format: 1;
  dataset: "cifar10" | "cifar100";
  /** For pages, see `Dataset.source`. */
  source: string;
  /** The address that it was downloaded from when the user gave one, else null. */
  url: string | null;
  classes: string[];
  files: { train: FileEntry; test: FileEntry };
  /** Hex, of train.bin followed by test.bin. */
  sha256: string;
}

/** @throws data/corrupt when `text` is no manifest of this version */
export function readManifest(text: string, file: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SpikefedError("data/corrupt", { file, why: "it is not JSON" }, { cause });
  }
  if (isManifest(value)) return value;
  throw new SpikefedError("data/corrupt", { file, why: "it is no manifest of version 1" });
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || !isObject(value.files)) return false;
  return (
    value.format === 1 &&
    (value.dataset === "cifar10" || value.dataset === "cifar100") &&
    typeof value.source === "string" &&
    (value.url === null || typeof value.url === "string") &&
    isStrings(value.classes) &&
    isEntry(value.files.train) &&
    isEntry(value.files.test) &&
    isSha256(value.sha256)
  );
}

function isEntry(value: unknown): value is FileEntry {
  if (!isObject(value)) return false;
  return isCount(value.records) && isCount(value.bytes) && isSha256(value.sha256);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function isSha256(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}
