import { X509Certificate } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import type { NetworkInterfaceInfo } from "node:os";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { certificateReader } from "./certificate-reader.ts";

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(dataDir, { recursive: true }));

const at = (address: string) =>
  [
    { address, internal: false, family: address.includes(":") ? "IPv6" : "IPv4" },
  ] as NetworkInterfaceInfo[];

/** As `npm start -- --https` on a machine with these networks. */
function start(networks: Record<string, NetworkInterfaceInfo[]>) {
  const wanted = { https: "own", host: "0.0.0.0", publicOrigin: null } as const;
  return certificateReader(wanted, dataDir, () => networks)!;
}

test("while it runs, addresses come and go and the certificate stays", async () => {
  const networks = { wlan0: at("192.168.1.7"), eth0: at("2001:db8::1") };
  const read = start(networks);
  const first = await read();
  expect(new X509Certificate(first.cert).checkIP("2001:db8::1")).toBeDefined();
  Object.assign(networks, {
    wlan0: at("192.168.1.9"),
    eth0: at("2001:db8::2"),
    tun0: at("10.8.0.2"),
  });
  expect((await read()).fingerprint).toBe(first.fingerprint);
});

test("at a start it is made anew when it does not name an address that people are told", async () => {
  const first = await start({ wlan0: at("192.168.1.7") })();
  const more = { wlan0: at("192.168.1.7"), eth0: at("2001:db8::2"), docker0: at("172.17.0.1") };
  expect((await start(more)()).fingerprint).toBe(first.fingerprint);
  const next = await start({ ...more, wlan0: at("192.168.1.9") })();
  expect(next.fingerprint).not.toBe(first.fingerprint);
  const names = new X509Certificate(next.cert);
  for (const address of ["2001:db8::2", "172.17.0.1", "192.168.1.9"]) {
    expect(names.checkIP(address)).toBe(address);
  }
});
