// Which certificate the options ask for, as something that can be read again.

import type { Certificate } from "../tls/certificate.ts";
import { givenCertificate } from "../tls/given-certificate.ts";
import { keptCertificate } from "../tls/kept-certificate.ts";
import { machineNames } from "../tls/machine-names.ts";
import type { StartOptions } from "./options.ts";

type Wanted = Pick<StartOptions, "https" | "host" | "publicOrigin">;

/** Null: plain HTTP was asked for. */
export function certificateReader(
  { https, host, publicOrigin }: Wanted,
  dataDir: string,
): (() => Promise<Certificate>) | null {
  if (https === null) return null;
  if (https !== "own") return () => givenCertificate(https, Date.now());
  const more = publicOrigin === null ? [host] : [host, hostOf(publicOrigin)];
  return () => keptCertificate(dataDir, machineNames(more), Date.now());
}

function hostOf(origin: string): string {
  return new URL(origin).hostname.replace(/^\[|\]$/g, "");
}
