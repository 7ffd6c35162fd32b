// What the person at the terminal is told: links, a QR code, and what to do with them.

import { networkInterfaces } from "node:os";

import { renderUnicodeCompact } from "uqr";

export interface LinksInput {
  port: number;
  code: string;
  hostKey: string;
  /** Address that other devices reach; null: none. */
  lanAddress: string | null;
  dataset: { source: string; procedural: boolean };
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
  const { port, code, hostKey, lanAddress: address, dataset } = input;
  const here = `http://localhost:${port}`;
  const far = address === null ? here : `http://${address}:${port}`;
  const lines = [
    "",
    `  Join           ${here}/j/${code}`,
    ...(address === null ? [] : [`  from others    ${far}/j/${code}`]),
    `  Host           ${here}/host#key=${hostKey}`,
    `  Show           ${here}/show`,
    `  Pictures       ${dataset.source}`,
    "",
    ...renderUnicodeCompact(`${far}/j/${code}`)
      .split("\n")
      .map((line) => `  ${line}`),
    "",
    "  Open the join link in two tabs and press Join in each, then press Start on the host page.",
  ];
  if (dataset.procedural) lines.push("  The pictures are drawn shapes, not photographs.");
  if (address !== null) {
    lines.push(
      "  Browsers give WebGPU only to localhost and https: other devices train on their processor.",
    );
  }
  return [...lines, "  Press Ctrl+C to stop; start again to go on.", ""].join("\n");
}
