// What the server shows on a TLS connection, and what people and programs compare it by.

import { X509Certificate } from "node:crypto";

export interface Certificate {
  /** PEM; of one's own, with the certificates between it and a known authority. */
  cert: string;
  /** PEM, not encrypted. */
  key: string;
  /** SHA-256 over the certificate, as browsers show it: pairs of hexadecimal signs. */
  fingerprint: string;
  /** No authority that browsers know has signed it: they warn, and people compare fingerprints. */
  isSelfSigned: boolean;
  /** Milliseconds since 1970. */
  endsMs: number;
}

/** @param pem its first certificate is the server's own */
export function certificateOf(pem: { cert: string; key: string }): Certificate {
  const parsed = new X509Certificate(pem.cert);
  return {
    ...pem,
    fingerprint: parsed.fingerprint256,
    isSelfSigned: parsed.issuer === parsed.subject && parsed.verify(parsed.publicKey),
    endsMs: Date.parse(parsed.validTo),
  };
}
