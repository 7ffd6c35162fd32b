import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { fetchBytes } from "./fetch-bytes.ts";
import { findRoom } from "./find-room.ts";
import { readTrust } from "./trust.ts";

const folder = mkdtempSync(join(tmpdir(), "spikefed-test-"));
const room = { code: "BCDF", preset: "s5", network: "snn", present: 0, dataset: { name: "x" } };
let server: Server;
let url: string;

/** By openssl, so that nothing of ours says what a certificate is; `name`: the only host it names. */
function certificate(name: string) {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const subject = ["-subj", "/CN=x", "-addext", `subjectAltName=${name}`];
  const how = [
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-keyout",
    key,
    "-out",
    cert,
  ];
  execFileSync("openssl", ["req", ...how, ...subject], { stdio: "ignore" });
  return { cert, key };
}

let files: { cert: string; key: string };
beforeAll(async () => {
  files = certificate("IP:127.0.0.1");
  const pem = { cert: readFileSync(files.cert), key: readFileSync(files.key) };
  server = createServer(pem, (_request, response) => response.end(JSON.stringify(room)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const fingerprint = () => new X509Certificate(readFileSync(files.cert)).fingerprint256;
const bytes = async (trust: Awaited<ReturnType<typeof readTrust>>, at = url) =>
  Buffer.from(await fetchBytes(at, () => undefined, { trust })).toString();

test("without a word of trust nothing is asked, and the fingerprint to compare is named", async () => {
  const error: unknown = await findRoom(url).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "volunteer/untrusted", facts: { url, got: fingerprint() } });
});

test.each([
  ["as it is printed", (hash: string) => hash],
  ["in small signs, without colons", (hash: string) => hash.replaceAll(":", "").toLowerCase()],
  ["with its name", (hash: string) => `SHA-256 ${hash}`],
])("a fingerprint, %s", async (_, write) => {
  const trust = await readTrust(url, { fingerprint: write(fingerprint()) });
  expect(await bytes(trust)).toContain("BCDF");
  expect(await findRoom(url, trust)).toMatchObject({ code: "BCDF" });
});

test("another certificate than the fingerprint's is refused, before and afterwards", async () => {
  const wrong = createHash("sha256").update("x").digest("hex");
  await expect(readTrust(url, { fingerprint: wrong })).rejects.toMatchObject({
    code: "volunteer/untrusted",
  });
  const trust = await readTrust(url, { fingerprint: fingerprint() });
  const other = certificate("DNS:other");
  server.setSecureContext({ cert: readFileSync(other.cert), key: readFileSync(other.key) });
  await expect(bytes(trust)).rejects.toThrow();
  const renewed = new X509Certificate(readFileSync(other.cert)).fingerprint256;
  expect(await bytes(await readTrust(url, { fingerprint: renewed }))).toContain("BCDF"); // whatever its names
  await expect(bytes(await readTrust(url, { ca: other.cert }))).rejects.toThrow(/altnames/);
  server.setSecureContext({ cert: readFileSync(files.cert), key: readFileSync(files.key) });
});

test("a file with the certificate or its authority", async () => {
  expect(await bytes(await readTrust(url, { ca: files.cert }))).toContain("BCDF");
});

test.each([
  [{ fingerprint: "AB:CD" }, "64 hexadecimal signs"],
  [{ ca: join(folder, "none") }, "a readable PEM file"],
])("%j is no trust", async (options, part) => {
  await expect(readTrust(url, options)).rejects.toThrow(part);
});

test("trust without https is refused: it would do nothing", async () => {
  const plain = readTrust("http://127.0.0.1:1", { fingerprint: "0".repeat(64) });
  await expect(plain).rejects.toThrow("for an address with https:// only");
  expect(await readTrust("http://127.0.0.1:1", {})).toBeNull();
});
