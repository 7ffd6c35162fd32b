// Rules that chance picks, for runs of FedBuff. For tests.

import fc from "fast-check";

export const randomRules = {
  participants: fc.option(fc.integer({ min: 1, max: 6 })),
  bufferSize: fc.integer({ min: 1, max: 4 }),
  maxStaleness: fc.nat(3),
  sampling: fc.constantFrom("uniform", "by-samples", "least-recently"),
  gateDrop: fc.option(fc.constantFrom(0, 0.2)),
  evaluateEvery: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(),
} as const;
