// Whom a volunteer without a browser trusts, beside the authorities that Node knows: a certificate by
// its fingerprint, or an authority of one's own. Nothing is trusted unseen.

import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Agent } from "node:https";
import { isIP } from "node:net";
import { connect, type PeerCertificate } from "node:tls";

import { SpikefedError } from "@spikefed/protocol";

/** Time for the greetings of TLS. */
const HANDSHAKE_MS = 10_000;

export interface TrustOptions {
  /** SHA-256 of the certificate, as the coordinator prints it. */
  fingerprint?: string | undefined;
  /** A PEM file: an authority, or the certificate itself. */
  ca?: string | undefined;
}

/**
 * Null: nothing was given, Node's own authorities decide.
 *
 * @throws {SpikefedError} `volunteer/option`; `volunteer/untrusted` when the address shows another
 *   certificate; `volunteer/address` when it shows none
 */
export async function readTrust(
  origin: string,
  { fingerprint, ca }: TrustOptions,
): Promise<Agent | null> {
  if (fingerprint === undefined && ca === undefined) return null;
  const given = fingerprint === undefined ? "--ca" : "--fingerprint";
  if (!origin.startsWith("https:")) {
    const allowed = "for an address with https:// only";
    throw new SpikefedError("volunteer/option", {
      option: given,
      got: `given for ${origin}`,
      allowed,
    });
  }
  if (fingerprint !== undefined) return pinned(origin, readFingerprint(fingerprint));
  return new Agent({ ca: await readAuthority(ca ?? "") });
}

/** The one certificate that has this fingerprint, whatever names it has. */
async function pinned(origin: string, wanted: string): Promise<Agent> {
  const shown = await certificateOf(origin);
  const got = hashOf(shown);
  if (got !== wanted) {
    throw new SpikefedError("volunteer/untrusted", { url: origin, got: spelled(got) });
  }
  return new Agent({
    ca: new X509Certificate(shown).toString(),
    allowPartialTrustChain: true, // it may be signed by somebody
    checkServerIdentity: (_host: string, { raw }: PeerCertificate) =>
      hashOf(raw) === wanted ? undefined : new Error("another certificate than before"),
  });
}

/** What an address shows, unjudged; nothing is sent to it. */
export function certificateOf(origin: string): Promise<Buffer> {
  const { hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...{ host, port: Number(port || 443), rejectUnauthorized: false },
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    const fail = (why: string) => {
      socket.destroy();
      reject(new SpikefedError("volunteer/address", { url: origin, why }));
    };
    socket.setTimeout(HANDSHAKE_MS, () => fail("it does not answer"));
    socket.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    socket.once("secureConnect", () => {
      resolve(socket.getPeerCertificate().raw);
      socket.destroy();
    });
  });
}

/** Errors of TLS that mean: nobody vouches for it. */
const UNTRUSTED = new Set([
  ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "CERT_HAS_EXPIRED"],
  ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"],
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** @returns `volunteer/untrusted`, with the fingerprint to compare; null: it is another error */
export async function distrust(origin: string, error: unknown): Promise<SpikefedError | null> {
  if (!UNTRUSTED.has((error as NodeJS.ErrnoException).code ?? "")) return null;
  const got = spelled(hashOf(await certificateOf(origin)));
  return new SpikefedError("volunteer/untrusted", { url: origin, got }, { cause: error });
}

function readFingerprint(text: string): string {
  const hex = text
    .replace(/^sha-?256[:= ]*/i, "")
    .replace(/[:\s]/g, "")
    .toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  const allowed = "SHA-256 in 64 hexadecimal signs, as the coordinator prints it";
  throw new SpikefedError("volunteer/option", { option: "--fingerprint", got: text, allowed });
}

async function readAuthority(file: string): Promise<string> {
  try {
    const pem = await readFile(file, "utf8");
    new X509Certificate(pem);
    return pem;
  } catch (cause) {
    const facts = { option: "--ca", got: file, allowed: "a readable PEM file with a certificate" };
    throw new SpikefedError("volunteer/option", facts, { cause });
  }
}

function hashOf(der: Buffer): string {
  return createHash("sha256").update(der).digest("hex");
}

function spelled(hex: string): string {
  return (hex.toUpperCase().match(/../g) ?? []).join(":");
}
