// What a volunteer's key signs when it says hello.

export interface HelloFacts {
  protocol: number;
  /** Public key that signs the coordinator's records, hex. */
  coordinator: string;
  /** As the hello names it; null: the only one. */
  room: string | null;
  /** The coordinator's, for this connection and this hello, hex. */
  challenge: string;
  /** The volunteer's public key, hex. */
  key: string;
  /** The place that is asked for; null: a new one. */
  clientId: string | null;
}

/**
 * The text under the signature of a hello, to be encoded as UTF-8. The first line says what it is
 * for, so that it is never taken for another signed text; the others bind it to one coordinator, one
 * connection and one place. No value can hold the end of a line: the schemas of hello see to that.
 */
export function helloText(facts: HelloFacts): string {
  const { protocol, coordinator, room, challenge, key, clientId } = facts;
  return [
    "spikefed hello",
    `protocol ${protocol}`,
    `coordinator ${coordinator}`,
    `room ${room ?? "-"}`,
    `challenge ${challenge}`,
    `key ${key}`,
    `volunteer ${clientId ?? "-"}`,
  ].join("\n");
}
