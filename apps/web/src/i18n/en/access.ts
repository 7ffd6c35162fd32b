// Where this server is reached, and what its certificate is compared by.

import { translator } from "../translator.ts";

export const access = {
  openInstead: "Graphics access needs https. Open this address instead: {address}",
  askHost: "For the host: start the coordinator with --https. The address is then {address}",
  copyAddress: "Copy the https address",
  copyForHost: "Copy for the host",
  warned: "Did your browser warn of this address?",
  certificate: "Certificate, SHA-256: {fingerprint}",
} as const;

export const { t } = translator("access", access);
