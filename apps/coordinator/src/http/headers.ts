// Headers of every answer: no foreign code, no foreign frames, and memory that threads may share.

import type { ServerResponse } from "node:http";

import type { FastifyInstance } from "fastify";

/** @param scripts Further sources of scripts, as a policy writes them; none but our own files else. */
export const policyWith = (scripts = ""): string =>
  [`script-src 'self' 'wasm-unsafe-eval' ${scripts}`.trim(), ...OTHERS].join("; ");

const OTHERS = [
  "default-src 'self'",
  "worker-src 'self' blob:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self' ws: wss:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

const HEADERS = {
  "content-security-policy": policyWith(),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

/** Before anything else looks at a request: an address that cannot be read is answered as well. */
export function addHeaders({ server }: FastifyInstance): void {
  server.prependListener("request", (_request, response) => setHeaders(response));
}

export function setHeaders(response: Pick<ServerResponse, "setHeader">): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
}
