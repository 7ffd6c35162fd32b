// Pieces of WebAssembly as data: instructions nest like the expressions that they compute.
// Only what our kernels use. Opcodes: the WebAssembly core specification, release 2.0.

/** `i32`, `v128`: 16 bytes, here always four lanes of 32 bits. */
export type ValueType = "i32" | "v128";

/** A variable of a function. As an operand it stands for its value. */
export interface Local {
  index: number;
  type: ValueType;
}

/** A byte, the value of a variable, or pieces one behind the other. */
export type Code = number | Local | readonly Code[];

/** A number in unsigned LEB128, the shortest form. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

/** A 32-bit integer in signed LEB128. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const low = rest & 127;
    if (rest >> 7 === -((low >> 6) & 1)) return [...bytes, low];
    bytes.push(low | 128);
  }
}

const isLocal = (code: Local | readonly Code[]): code is Local => !Array.isArray(code);

/** Appends the bytes of `code`. */
export function flatten(code: Code, into: number[]): void {
  if (typeof code === "number") into.push(code);
  else if (isLocal(code)) into.push(0x20, ...unsigned(code.index));
  else for (const piece of code) flatten(piece, into);
}

const op =
  (...bytes: number[]) =>
  (...operands: Code[]): Code => [operands, bytes];
const simd = (opcode: number) => op(0xfd, ...unsigned(opcode));

/** Address in bytes, plus a constant. Alignment is a hint; 1 byte is always true. */
type Load = (address: Code, offset?: number) => Code;
type Store = (address: Code, value: Code, offset?: number) => Code;
const load =
  (...bytes: number[]): Load =>
  (address, offset = 0) => [address, bytes, 0, unsigned(offset)];
const store =
  (...bytes: number[]): Store =>
  (address, value, offset = 0) => [address, value, bytes, 0, unsigned(offset)];

export const set = (local: Local, value: Code): Code => [value, 0x21, unsigned(local.index)];

const constant = (value: number): Code => [0x41, signed(value)];
const multiply = op(0x6c);
const shiftLeft = op(0x74);

export const i32 = {
  const: constant,
  add: op(0x6a),
  sub: op(0x6b),
  and: op(0x71),
  shl: shiftLeft,
  divU: op(0x6e),
  remU: op(0x70),
  ltU: op(0x49),
  geU: op(0x4f),
  load: load(0x28),
  load16U: load(0x2f),
  store: store(0x36),
  store16: store(0x3b),
  shrU: op(0x76),
  eqZero: op(0x45),
  /** A product with a constant; a shift where that does. */
  times: (value: Code, factor: number): Code =>
    Number.isInteger(Math.log2(factor))
      ? shiftLeft(value, constant(Math.log2(factor)))
      : multiply(value, constant(factor)),
};

const bits = new DataView(new ArrayBuffer(4));

/** The same 32 bits in each lane. */
function lanesOf(write: () => void): Code {
  write();
  const lane = [0, 1, 2, 3].map((at) => bits.getUint8(at));
  return [0xfd, 0x0c, lane, lane, lane, lane];
}

export const v128 = {
  load: load(0xfd, 0x00),
  /** One 32-bit value from memory in all lanes. */
  loadSplat: load(0xfd, 0x09),
  store: store(0xfd, 0x0b),
  and: simd(0x4e),
  or: simd(0x50),
  /** Lanes of `a` where the lane of `mask` is all ones, of `b` where it is 0. */
  select: (mask: Code, a: Code, b: Code): Code => [a, b, mask, 0xfd, 0x52],
};

export const f32x4 = {
  /** `value` in each lane. */
  const: (value: number) =>
    lanesOf(() => {
      bits.setFloat32(0, value, true);
    }),
  add: simd(0xe4),
  sub: simd(0xe5),
  mul: simd(0xe6),
  div: simd(0xe7),
  max: simd(0xe9),
  abs: simd(0xe0),
  gt: simd(0x44),
};

export const i32x4 = {
  /** `value` in each lane. */
  const: (value: number) =>
    lanesOf(() => {
      bits.setInt32(0, value, true);
    }),
  add: simd(0xae),
  shrU: simd(0xad),
  toFloat: simd(0xfa),
};

/** `a` if `condition` is not 0, else `b`. */
export const choose = (condition: Code, a: Code, b: Code): Code => [a, b, condition, 0x1b];

/** Sets `bytes` bytes from `address` on to 0. */
export const clear = (address: Code, bytes: number): Code => [
  [address, constant(0), constant(bytes)],
  [0xfc, 0x0b, 0x00],
];

/** Runs `body` while `at < end`, with `at = start`, `start + step`, ...; unsigned. */
export const loop = (at: Local, start: Code, end: Code, step: number, body: Code): Code => [
  set(at, start),
  repeat(at, end, [body, set(at, i32.add(at, constant(step)))]),
];

/** Runs `body`, which moves `at`, while `at < end`; unsigned. */
export const repeat = (at: Local, end: Code, body: Code): Code =>
  when(i32.ltU(at, end), [[0x03, 0x40], body, i32.ltU(at, end), [0x0d, 0, 0x0b]]);

export const when = (condition: Code, body: Code): Code => [condition, [0x04, 0x40], body, 0x0b];

/** Adds a constant to a variable. */
export const move = (local: Local, by: number): Code => set(local, i32.add(local, i32.const(by)));

/** `body(0)` to `body(count - 1)`, written out. */
export const unrolled = (count: number, body: (i: number) => Code): Code =>
  Array.from({ length: count }, (_, i) => body(i));
