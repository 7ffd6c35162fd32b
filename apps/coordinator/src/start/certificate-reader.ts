// Which certificate the options ask for, as something that can be read again.

import { networkInterfaces } from "node:os";

import type { Certificate } from "../tls/certificate.ts";
import { givenCertificate } from "../tls/given-certificate.ts";
import { keptCertificate } from "../tls/kept-certificate.ts";
import { machineNames, NOTHING } from "../tls/machine-names.ts";
import { lanAddress } from "./links.ts";
import type { StartOptions } from "./options.ts";

type Wanted = Pick<StartOptions, "https" | "host" | "publicOrigin">;

/**
 * Of the certificate made here the first look needs the names and addresses that people are told. Later
 * ones need none: addresses come and go, and another fingerprint would end a run for those in it.
 *
 * @returns null: plain HTTP was asked for
 */
export function certificateReader(
  { https, host, publicOrigin }: Wanted,
  dataDir: string,
  interfaces = networkInterfaces,
): (() => Promise<Certificate>) | null {
  if (https === null) return null;
  if (https !== "own") return () => givenCertificate(https, Date.now());
  const more = publicOrigin === null ? [host] : [host, hostOf(publicOrigin)];
  let isRunning = false;
  return () => {
    const now = interfaces();
    const told = [...more, lanAddress(host, now) ?? host];
    const needed = isRunning ? NOTHING : machineNames(told, undefined, {});
    isRunning = true;
    const wanted = { ...machineNames(more, undefined, now), needed };
    return keptCertificate(dataDir, wanted, Date.now());
  };
}

function hostOf(origin: string): string {
  return new URL(origin).hostname.replace(/^\[|\]$/g, "");
}
