// What the person at the terminal is told: links, a QR code, and what to do with them.

import { networkInterfaces } from "node:os";

import type { RoomPhase } from "@spikefed/protocol";
import { renderUnicodeCompact } from "uqr";

import type { Certificate } from "../tls/certificate.ts";

export interface LinksInput {
  port: number;
  /** In the order of their names; mostly one. */
  rooms: readonly LinkedRoom[];
  /** Default: there is one of them. False as well where others could not be opened. */
  isOne?: boolean;
  /** Address that other devices reach; null: none. */
  lanAddress: string | null;
  dataset: { source: string; procedural: boolean };
  /** The one it serves https with; null: plain HTTP. */
  certificate?: Pick<Certificate, "fingerprint" | "isSelfSigned"> | null;
  /** Where a proxy or tunnel shows it; null: nowhere. */
  publicOrigin?: string | null;
}

interface LinkedRoom {
  name: string;
  code: string;
  hostKey: string;
  phase: RoomPhase;
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

/** The text under which the rooms can be reached, ready to print. */
export function linksText(input: LinksInput): string {
  const { rooms, dataset } = input;
  const [first] = rooms;
  const lines = [
    "",
    ...rooms.flatMap((room) => roomLines(input, room)),
    `  Pictures       ${dataset.source}`,
    ...certificateLines(input),
    "",
    ...(isAlone(input) && first !== undefined ? codeLines(input, first) : []),
    ...whatNow(rooms),
  ];
  if (dataset.procedural) lines.push("  The pictures are drawn shapes, not photographs.");
  return [
    ...lines,
    ...adviceLines(input),
    "  Press Ctrl+C to stop; start again to go on.",
    "",
  ].join("\n");
}

/** What there is to do, once; of several rooms that are not at the same point it names them. */
function whatNow(rooms: readonly LinkedRoom[]): string[] {
  const acts = [...new Set(rooms.map(({ phase }) => actIn(phase)))];
  if (acts.length === 1) return acts.map((act) => `  ${act}`);
  return acts.map((act) => {
    const names = rooms.filter(({ phase }) => actIn(phase) === act).map(({ name }) => name);
    return `  Room ${names.join(", ")}: ${act}`;
  });
}

function actIn(phase: RoomPhase): string {
  if (phase === "lobby")
    return "Open the join link in two tabs and press Join in each, then press Start on the host page.";
  if (phase === "done") return "The last run is over: set up another one on the host page.";
  if (phase === "paused") return "The run is paused where it was: press Resume on the host page.";
  return "The run goes on where it was: tabs that are open come back by themselves.";
}

const isAlone = ({ rooms, isOne = rooms.length === 1 }: LinksInput): boolean => isOne;

/** Of several rooms each has its code in all of its links, and a QR code on its host page alone. */
function roomLines(input: LinksInput, { name, code, hostKey }: LinkedRoom): string[] {
  const { here, far } = originsOf(input);
  const isOne = isAlone(input);
  const own = isOne ? "" : `/${code}`;
  return [
    ...(isOne ? [] : [`  Room ${name}`]),
    `  Join           ${here}/j/${code}`,
    ...(far === null ? [] : [`  from others    ${far}/j/${code}`]),
    `  Host           ${here}/host${own}#key=${hostKey}`,
    `  Show           ${here}/show${own}`,
    ...(isOne ? [] : [""]),
  ];
}

function codeLines(input: LinksInput, { code }: LinkedRoom): string[] {
  const { here, far } = originsOf(input);
  const drawn = renderUnicodeCompact(`${far ?? here}/j/${code}`).split("\n");
  return [...drawn.map((line) => `  ${line}`), ""];
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
