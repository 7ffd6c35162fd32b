// What a trial and the processes that hold its clients tell each other.

/** One order at a time; each is answered by a `FleetState`. */
export type FleetOrder =
  | { order: "connect"; url: string; clients: number; volunteers: number; perSecond: number }
  /** Updates are sent for tasks from now on, so many at a time. */
  | { order: "upload"; atOnce: number }
  | { order: "tell" };

/** All of it counted since the start of the process. */
export interface FleetState {
  /** Clients whose hello is answered on the connection they have now. */
  online: number;
  /** Connections that were lost, by reason. */
  lost: Record<string, number>;
  /** Hellos that were refused, by code. */
  refused: Record<string, number>;
  /** Updates that were acknowledged; those that were not, by code. */
  acknowledged: number;
  failed: Record<string, number>;
  /** When the last hello was answered, milliseconds since 1970; null: none was. */
  lastHelloMs: number | null;
  /** When the first and the last acknowledgement came. */
  firstAckMs: number | null;
  lastAckMs: number | null;
}
