// Small datasets in the official forms, for tests: records, tar archives, PNG packages.

import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SpikefedError } from "@spikefed/protocol";
import { encode } from "fast-png";
import { Header } from "tar";
import type { Counts } from "../dataset.ts";
import { layouts } from "../official-layout.ts";
import { emptySet, joinRecords, type RecordFormat, type RecordSet } from "../record-format.ts";

export type Files = Record<string, Uint8Array | string>;

/** Image i has label (i + start) % classes; no two images and no two planes are alike. */
export function madeUpSet(format: RecordFormat, count: number, start = 0): RecordSet {
  const set = emptySet(format, count);
  for (let i = 0; i < count; i++) {
    const label = (i + start) % format.classes;
    set.labels[i] = label;
    if (set.coarse) set.coarse[i] = label % 20;
  }
  set.pixels.forEach((_, at) => {
    set.pixels[at] = (at * 31 + (at >> 10) * 7 + start * 13) % 251;
  });
  return set;
}

/** The files of an official distribution by name, and the sets that are in them. */
export function officialFiles(format: RecordFormat, counts: Counts) {
  const layout = layouts[format.name];
  const sets = {
    train: madeUpSet(format, counts.train),
    test: madeUpSet(format, counts.test, 3),
  };
  const size = counts.train / layout.train.length;
  const files: Files = {};
  layout.train.forEach((name, k) => {
    files[name] = joinRecords(format, sets.train, k * size, (k + 1) * size);
  });
  files[layout.test] = joinRecords(format, sets.test);
  files[layout.names] = Array.from({ length: format.classes }, (_, c) => `name ${c}\n`).join("");
  files["readme.html"] = "<p>not looked at</p>";
  return { files, sets };
}

/** An uncompressed tar of `files`, each below `folder`. */
export function tarOf(folder: string, files: Files): Buffer {
  const blocks: Uint8Array[] = [];
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const header = new Header({ path: `${folder}${name}`, size: bytes.length, type: "File" });
    const block = Buffer.alloc(512);
    header.encode(block, 0);
    blocks.push(block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export function officialArchive(format: RecordFormat, files: Files): Buffer {
  return gzipSync(tarOf(`${layouts[format.name].folder}/`, files));
}

/** Planar images as the PNG of the npm package: a row an image. */
export function pngOf(pixels: Uint8Array): Uint8Array {
  const height = pixels.length / 3072;
  const data = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at++) {
    const image = Math.floor(at / 3072);
    const plane = Math.floor((at % 3072) / 1024);
    data[image * 3072 + 3 * (at % 1024) + plane] = pixels[at] ?? 0;
  }
  return encode({ width: 1024, height, data, channels: 3, depth: 8 });
}

/** The members of the npm package for two made-up sets. */
export function pngPackageFiles(train: RecordSet, test: RecordSet): Files {
  const size = train.pixels.length / 5;
  const files: Files = {};
  for (let k = 0; k < 5; k++) {
    files[`data_batch_${k + 1}.png`] = pngOf(train.pixels.subarray(k * size, (k + 1) * size));
  }
  files["test_batch.png"] = pngOf(test.pixels);
  files["test_lables.json"] = JSON.stringify([...test.labels]);
  files["train_lables.json"] = JSON.stringify([...train.labels]);
  return files;
}

/** Short for comparing: each array of bytes in `value` becomes its sha256. */
export function printOf(value: unknown): unknown {
  const short = (_: string, part: unknown): unknown =>
    part instanceof Uint8Array ? createHash("sha256").update(part).digest("hex") : part;
  return JSON.parse(JSON.stringify(value, short));
}

export function integrityOf(bytes: Uint8Array): string {
  return `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
}

/** `chunkBytes` at a time, as a network would bring them. */
export async function* inChunks(bytes: Uint8Array, chunkBytes = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    yield await Promise.resolve(bytes.subarray(at, at + chunkBytes));
  }
}

export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "spikefed-data-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface Answer {
  status?: number;
  body: Uint8Array;
  /** Sends that many bytes of the body, then breaks the connection (or is silent for ever). */
  cutAt?: number;
  silent?: boolean;
}

/** Serves one answer from a loopback address to whoever asks; `asked` counts the requests. */
export async function withServer<T>(
  answer: Answer,
  use: (url: string, asked: () => number) => Promise<T>,
): Promise<T> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    const { status = 200, body, cutAt, silent } = answer;
    response.writeHead(status, { "content-length": body.length });
    if (cutAt === undefined) response.end(body);
    else response.write(body.subarray(0, cutAt), () => !silent && response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    return await use(`http://127.0.0.1:${port}`, () => asked);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The named error of a promise that must fail. */
export async function failureOf(work: Promise<unknown>): Promise<SpikefedError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SpikefedError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}
