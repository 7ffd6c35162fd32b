import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { givenCertificate } from "./given-certificate.ts";
import { keptCertificate } from "./kept-certificate.ts";
import { machineNames } from "./machine-names.ts";
import { LASTS_DAYS, makeCertificate, makeKey } from "./make-certificate.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 0, 15);
const home = { names: ["localhost", "laptop"], addresses: ["127.0.0.1", "192.168.1.7"] };

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

test("a certificate names every name and address, serves nothing but a server, and is no authority", async () => {
  const subjects = { names: home.names, addresses: [...home.addresses, "::1"] };
  const cert = new X509Certificate(await makeCertificate(subjects, await makeKey(), NOW));
  for (const name of subjects.names) expect(cert.checkHost(name)).toBe(name);
  for (const address of subjects.addresses) expect(cert.checkIP(address)).toBe(address);
  expect(cert.checkHost("example.org")).toBeUndefined();
  expect([cert.ca, cert.keyUsage]).toEqual([false, ["1.3.6.1.5.5.7.3.1"]]); // servers alone
  expect(cert.verify(cert.publicKey)).toBe(true);
  expect(Date.parse(cert.validTo) - Date.parse(cert.validFrom)).toBe(LASTS_DAYS * DAY_MS);
});

test("it is kept with a key that its owner alone can read, and stays while it will do", async () => {
  const first = await keptCertificate(folder, home, NOW);
  expect((await stat(join(folder, "tls-key.pem"))).mode & 0o777).toBe(0o600);
  const again = await keptCertificate(folder, home, NOW + 300 * DAY_MS);
  const fewer = await keptCertificate(folder, { names: ["localhost"], addresses: [] }, NOW);
  expect([again.fingerprint, fewer.fingerprint]).toEqual([first.fingerprint, first.fingerprint]);
  expect(first.isSelfSigned).toBe(true);
  const fingerprint = new X509Certificate(first.cert).fingerprint256;
  expect(first.fingerprint).toBe(fingerprint);
});

test.each([
  ["30 days before its end", home, 367.5, null],
  ["a new address", { ...home, addresses: ["10.0.0.9"] }, 0, null],
  ["a new name", { ...home, names: ["other"] }, 0, null],
  ["damage", home, 0, "tls-cert.pem"],
] as const)("after %s it is made anew, with the same key", async (_, subjects, days, damaged) => {
  const first = await keptCertificate(folder, home, NOW);
  if (damaged) await writeFile(join(folder, damaged), "-----BEGIN CERTIFICATE-----\nx");
  const next = await keptCertificate(folder, subjects, NOW + days * DAY_MS);
  expect(next.fingerprint).not.toBe(first.fingerprint);
  expect(next.key).toBe(first.key);
  expect(await readFile(join(folder, "tls-cert.pem"), "utf8")).toBe(next.cert);
});

test("a lost or damaged key brings a new pair that fits", async () => {
  const first = await keptCertificate(folder, home, NOW);
  await writeFile(join(folder, "tls-key.pem"), "nothing");
  const next = await keptCertificate(folder, home, NOW);
  expect(next.key).not.toBe(first.key);
  const isPair = new X509Certificate(next.cert).checkPrivateKey(createPrivateKey(next.key));
  expect(isPair).toBe(true);
});

async function pair(name: string) {
  const key = await makeKey();
  const files = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  await writeFile(files.cert, await makeCertificate(home, key, NOW));
  await writeFile(files.key, key);
  return files;
}

test("a pair of one's own is taken as it is", async () => {
  const files = await pair("own");
  expect(await givenCertificate(files, NOW)).toMatchObject({
    ...{ cert: await readFile(files.cert, "utf8"), key: await readFile(files.key, "utf8") },
    isSelfSigned: true,
  });
});

test("what is wrong with a pair is said, with the file and what to do", async () => {
  const [own, other] = [await pair("own"), await pair("other")];
  const secret = createPrivateKey(await readFile(own.key));
  const locked = join(folder, "locked.key");
  const how = { format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "x" } as const;
  await writeFile(locked, secret.export(how));
  const wrong: [{ cert: string; key: string }, number, string][] = [
    [{ ...own, key: other.key }, 0, `${other.key}: it is not the key of ${own.cert}`],
    [{ ...own, cert: join(folder, "none") }, 0, "none: there is no such file"],
    [{ ...own, key: folder }, 0, "it is a folder"],
    [own, LASTS_DAYS, "own.crt: it ended on "],
    [own, -2, "is the clock of this machine right?"],
    [{ ...own, key: locked }, 0, `it is encrypted; write it without: openssl pkey -in ${locked}`],
    [{ cert: own.key, key: own.key }, 0, "it is a private key; the certificate goes to --cert"],
    [{ cert: own.cert, key: own.cert }, 0, "own.crt: it is no private key in PEM"],
  ];
  for (const [files, days, part] of wrong) {
    const error = await givenCertificate(files, NOW + days * DAY_MS).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "start/certificate" });
    expect((error as Error).message).toContain(part);
  }
});

test("the names are those of the machine, and those that were given", () => {
  const at = (address: string) => [{ address }] as never;
  const interfaces = { lo: at("127.0.0.1"), wlan0: at("192.168.1.7"), eth0: at("fe80::1") };
  expect(machineNames(["0.0.0.0", "fed.example.org", "10.1.2.3"], "Laptop", interfaces)).toEqual({
    names: ["localhost", "laptop", "laptop.local", "fed.example.org"],
    addresses: ["127.0.0.1", "::1", "192.168.1.7", "10.1.2.3"],
  });
  expect(machineNames([], "a b_c", {}).names).toEqual(["localhost"]);
  expect(machineNames([], "box.lan", {}).names).toEqual(["localhost", "box.lan"]);
});
