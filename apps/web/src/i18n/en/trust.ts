// What a browser's warning means here, and what to compare.

import { translator } from "../translator.ts";

export const trust = {
  title: "The browser's warning",
  heading: "Why your browser warns of this address",
  why: "The computer that runs this room made its https certificate itself: one that browsers know needs a public name. The connection is encrypted all the same. The warning means that the browser cannot tell whose computer it is. You can.",
  compareTitle: "Compare the fingerprint",
  compare:
    "Ask for the SHA-256 fingerprint that was printed where the coordinator was started; the host's page and the projector show it too. In the browser, open the certificate from the warning or from the sign beside the address. All signs must be the same.",
  sentHere:
    "This page came with the fingerprint below. Whoever is in between could change this page as well, so compare what the browser's own window shows.",
  fingerprint: "SHA-256 fingerprint",
  goOnTitle: "If it is the same, go on",
  chrome: "Chrome, Edge: Advanced, then Proceed.",
  firefox: "Firefox: Advanced, then Accept the Risk and Continue.",
  safari: "Safari: Show Details, then visit this website.",
  differs: "If it is another one, do not go on, and tell the host: somebody may be in between.",
  none: "This coordinator made no certificate itself, so there is nothing to compare. If your browser warns all the same, do not go on, and tell the host.",
} as const;

export const { t } = translator("trust", trust);
