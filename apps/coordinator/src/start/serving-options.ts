// Options of how the coordinator is reached, and of how it serves.

import { resolve } from "node:path";

import { SpikefedError } from "@spikefed/protocol";

import { Proxies } from "../socket/proxies.ts";
import type { CertificateFiles } from "../tls/given-certificate.ts";

export interface ServingOptions {
  /** TLS: with a certificate made here (`own`), or with one's own; null: plain HTTP. */
  https: "own" | CertificateFiles | null;
  /** Origin under which a proxy or tunnel shows this server; null: none does. */
  publicOrigin: string | null;
  proxies: Proxies;
  /** How it tells what happens: for a person at the terminal, or as lines of JSON. */
  log: "text" | "json";
  /** Time in which updates that are on their way may end when it is asked to stop. */
  drainMs: number;
}

export const servingOptions = {
  https: { type: "boolean" },
  cert: { type: "string" },
  key: { type: "string" },
  "public-url": { type: "string" },
  "trust-proxy": { type: "string" },
  log: { type: "string" },
  "drain-seconds": { type: "string" },
} as const;

export const servingUsage = `  --https              serve https, with a certificate made here and kept in the data folder
  --cert FILE          serve https with a certificate of your own (PEM), and --key FILE, its key
  --public-url URL     where a proxy or tunnel shows this server, for links and the QR code
  --trust-proxy LIST   believe X-Forwarded-For from these: loopback, addresses, networks like
                       10.0.0.0/8, with commas between
  --log text|json      text for a person at the terminal; json: a line an event, without names,
                       keys and addresses of others (text)
  --drain-seconds N    when asked to stop, wait up to N seconds for updates on their way (10)
`;

type Values = Partial<Record<Exclude<keyof typeof servingOptions, "https">, string>> & {
  https?: boolean;
};

/** @throws {SpikefedError} `start/option` */
export function readServingOptions(values: Values, folder: string): ServingOptions {
  return {
    https: readHttps(values, folder),
    publicOrigin: readPublicUrl(values["public-url"]),
    proxies: new Proxies(values["trust-proxy"]?.split(",") ?? []),
    log: readLog(values.log),
    drainMs: readDrain(values["drain-seconds"]),
  };
}

function readHttps({ https, cert, key }: Values, folder: string): ServingOptions["https"] {
  if (cert !== undefined && key !== undefined) {
    return { cert: resolve(folder, cert), key: resolve(folder, key) };
  }
  if (cert !== undefined) refuse("--cert", "its key is missing: give --key FILE as well");
  if (key !== undefined) refuse("--key", "its certificate is missing: give --cert FILE as well");
  return https ? "own" : null;
}

function readPublicUrl(text: string | undefined): string | null {
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:";
  if (!url || !isWeb || url.username !== "" || url.password !== "") {
    return refuse("--public-url", `${text} is no address like https://fed.example.org`);
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    return refuse("--public-url", `${text} has a path; the pages need a name of their own`);
  }
  return url.origin;
}

function readLog(text = "text"): "text" | "json" {
  if (text === "text" || text === "json") return text;
  return refuse("--log", `${text} is neither text nor json`);
}

function readDrain(text = "10"): number {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : -1;
  if (seconds < 0 || seconds > 600) {
    return refuse("--drain-seconds", `${text} is not a number from 0 to 600`);
  }
  return seconds * 1000;
}

function refuse(option: string, why: string): never {
  throw new SpikefedError("start/option", { option, why });
}
