// What volunteers are called. The log knows numbers; names come from persons, in any script.

/** Names by client. */
export type Calls = ReadonlyMap<number, string>;

export const nameOf = (calls: Calls, client: number): string =>
  calls.get(client) ?? `Volunteer ${client}`;

/** A name within a plain sentence, whose direction does not turn the words around it. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
