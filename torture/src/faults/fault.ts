// What a network can do to a connection.

export type Fault =
  /** Each piece comes later. */
  | { kind: "latency"; ms: number }
  | { kind: "bandwidth"; bytesPerSecond: number }
  /** Connections end with a reset; new ones as well. */
  | { kind: "reset" }
  /** Nothing comes through, and nobody is told. */
  | { kind: "blackhole" }
  /** Pieces of so many bytes: frames and headers arrive in parts. */
  | { kind: "slice"; bytes: number }
  /** The client is gone, and the coordinator is not told while it lasts. */
  | { kind: "half-open" }
  /** A side that ends is told to the other one later. */
  | { kind: "slow-close"; ms: number }
  /** A connection ends after so many bytes. */
  | { kind: "limit"; bytes: number };

export type FaultKind = Fault["kind"];

export const faultKinds = [
  ...["latency", "bandwidth", "reset", "blackhole", "slice", "half-open", "slow-close", "limit"],
] as FaultKind[];

/** A fault of this kind, its size by chance. @param random a number in [0, 1) */
export function makeFault(kind: FaultKind, random: () => number): Fault {
  const between = (low: number, high: number) => Math.floor(low + random() * (high - low));
  switch (kind) {
    case "latency":
      return { kind, ms: between(20, 200) };
    case "bandwidth":
      return { kind, bytesPerSecond: between(20_000, 200_000) };
    case "slice":
      return { kind, bytes: between(1, 4_000) };
    case "slow-close":
      return { kind, ms: between(100, 1_000) };
    case "limit":
      return { kind, bytes: between(1, 100_000) };
    default:
      return { kind };
  }
}
