// What the person at the terminal is told: links, a QR code, and what to do with them.

import { networkInterfaces } from "node:os";

import { renderUnicodeCompact } from "uqr";

import type { Certificate } from "../tls/certificate.ts";

export interface LinksInput {
  port: number;
  code: string;
  hostKey: string;
  /** Address that other devices reach; null: none. */
  lanAddress: string | null;
  dataset: { source: string; procedural: boolean };
  /** The one it serves https with; null: plain HTTP. */
  certificate?: Pick<Certificate, "fingerprint" | "isSelfSigned"> | null;
  /** Where a proxy or tunnel shows it; null: nowhere. */
  publicOrigin?: string | null;
}

/** Where it is reached: from this machine, and from others (null: not at all). */
export function originsOf(
  input: Pick<LinksInput, "port" | "lanAddress" | "certificate" | "publicOrigin">,
) {
  const { port, lanAddress: address, certificate, publicOrigin } = input;
  const scheme = certificate ? "https" : "http";
  const lan = address?.includes(":") ? `[${address}]` : address;
  return {
    here: `${scheme}://localhost:${port}`,
    far: publicOrigin ?? (lan === null || lan === undefined ? null : `${scheme}://${lan}:${port}`),
  };
}

/** The first address of this machine on a local network. */
export function lanAddress(host: string, interfaces = networkInterfaces()): string | null {
  const isAll = host === "0.0.0.0" || host === "::";
  if (!isAll) return isLoopback(host) ? null : host;
  const found = Object.entries(interfaces).flatMap(([name, list]) =>
    (list ?? [])
      .filter(({ family, internal }) => family === "IPv4" && !internal)
      .map(({ address }) => ({ address, isVirtual: VIRTUAL.test(name) })),
  );
  return (found.find(({ isVirtual }) => !isVirtual) ?? found[0])?.address ?? null;
}

/** Networks inside this machine, that a phone does not reach. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|tailscale|wg|vEthernet)/;

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/** The text under which the run can be reached, ready to print. */
export function linksText(input: LinksInput): string {
  const { code, hostKey, dataset } = input;
  const { here, far } = originsOf(input);
  const lines = [
    "",
    `  Join           ${here}/j/${code}`,
    ...(far === null ? [] : [`  from others    ${far}/j/${code}`]),
    `  Host           ${here}/host#key=${hostKey}`,
    `  Show           ${here}/show`,
    `  Pictures       ${dataset.source}`,
    ...certificateLines(input),
    "",
    ...renderUnicodeCompact(`${far ?? here}/j/${code}`)
      .split("\n")
      .map((line) => `  ${line}`),
    "",
    "  Open the join link in two tabs and press Join in each, then press Start on the host page.",
  ];
  if (dataset.procedural) lines.push("  The pictures are drawn shapes, not photographs.");
  return [
    ...lines,
    ...adviceLines(input),
    "  Press Ctrl+C to stop; start again to go on.",
    "",
  ].join("\n");
}

function certificateLines({ certificate }: LinksInput): string[] {
  return certificate ? [`  Certificate    SHA-256 ${certificate.fingerprint}`] : [];
}

function adviceLines(input: LinksInput): string[] {
  const { here, far } = originsOf(input);
  if (input.certificate?.isSelfSigned) {
    return [
      "  The certificate was made here, so browsers warn of it once: go on where they offer it",
      `  (Advanced, then Proceed). How to compare the fingerprint: ${far ?? here}/trust`,
    ];
  }
  if (far === null || far.startsWith("https:")) return [];
  return [
    "  Browsers give WebGPU only to localhost and https: other devices train on their processor.",
    "  Start with --https to give it to all.",
  ];
}
