// One function as the bytes of a WebAssembly module that works in somebody else's memory.

import { type Code, flatten, type Local, unsigned, type ValueType } from "./code.ts";

const TYPES = { i32: 0x7f, v128: 0x7b } as const satisfies Record<ValueType, number>;
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Hands out the variables of one function. */
export interface Scope {
  i32: () => Local;
  v128: () => Local;
  /** `count` of them. */
  vectors: (count: number) => Local[];
}

/**
 * A module that imports its memory as `env.memory` and exports `run`, a function of `parameters`
 * integers without a result.
 *
 * @param write The body; gets the parameters, and a scope for the other variables.
 */
export function moduleBytes(
  parameters: number,
  write: (scope: Scope, parameters: Local[]) => Code,
): Uint8Array<ArrayBuffer> {
  const locals: Local[] = [];
  const add = (type: ValueType): Local => {
    const local = { index: parameters + locals.length, type };
    locals.push(local);
    return local;
  };
  const scope: Scope = {
    i32: () => add("i32"),
    v128: () => add("v128"),
    vectors: (count) => Array.from({ length: count }, () => add("v128")),
  };
  const given = Array.from({ length: parameters }, (_, index): Local => ({ index, type: "i32" }));
  const body = write(scope, given);
  const declared = locals.map(({ type }) => [1, TYPES[type]]);
  const func = bytesOf([unsigned(locals.length), declared, body, 0x0b]);
  const sections = [
    section(1, [1, 0x60, unsigned(parameters), given.map(() => TYPES.i32), 0]),
    section(2, [1, text("env"), text("memory"), 0x02, 0x00, 0x01]),
    section(3, [1, 0]),
    section(7, [1, text("run"), 0x00, 0]),
    section(10, [1, unsigned(func.length), func]),
  ];
  return Uint8Array.from(bytesOf([MAGIC, sections]));
}

function section(id: number, content: Code): Code {
  const bytes = bytesOf(content);
  return [id, unsigned(bytes.length), bytes];
}

const text = (name: string): Code => [name.length, [...name].map((char) => char.charCodeAt(0))];

function bytesOf(code: Code): number[] {
  const bytes: number[] = [];
  flatten(code, bytes);
  return bytes;
}
