// The federation that a run's settings ask for.

import { BufferedFederation } from "./buffered-federation.ts";
import type { FederationOptions } from "./federation-options.ts";
import { Federation } from "./federation.ts";

export function federationOf(options: FederationOptions): Federation | BufferedFederation {
  const { scheduler } = options.plan.settings;
  return scheduler.kind === "fedbuff"
    ? new BufferedFederation(options, scheduler)
    : new Federation(options);
}
