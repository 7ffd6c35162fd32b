// A run may last longer than a certificate: the server takes a new one without a restart.

import type { Server as HttpsServer } from "node:https";

import type { Say } from "../say.ts";
import type { Certificate } from "./certificate.ts";

/** Between two looks: what a renewal program has written is in use within the hour. */
const LOOK_MS = 3_600_000;

export interface RefreshedContext {
  /** The certificate in use. */
  readonly current: Certificate;
  /** Looks now; also called each hour. Never fails: the one in use stays. */
  look(): Promise<void>;
  close(): void;
}

export interface RefreshOptions {
  server: Pick<HttpsServer, "setSecureContext">;
  first: Certificate;
  /** Reads the files again, or makes a new one. */
  read: () => Promise<Certificate>;
  say: Say;
  /** A new certificate is in use. */
  onRenewed: (certificate: Certificate) => void;
}

export function refreshContext({
  server,
  first,
  read,
  say,
  onRenewed,
}: RefreshOptions): RefreshedContext {
  let current = first;
  const look = async () => {
    try {
      const next = await read();
      if (next.fingerprint === current.fingerprint) return;
      server.setSecureContext({ cert: next.cert, key: next.key });
      current = next;
      const { fingerprint } = next;
      const about = { event: "certificate", level: "info", facts: { fingerprint } } as const;
      say(`A new certificate is in use. Its SHA-256 fingerprint: ${fingerprint}`, about);
      onRenewed(next);
    } catch (error) {
      say(`The certificate in use stays. ${(error as Error).message}`);
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS).unref();
  return {
    get current() {
      return current;
    },
    look,
    close: () => clearInterval(timer),
  };
}
