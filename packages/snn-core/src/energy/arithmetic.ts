// What one arithmetic operation costs at 45 nm: the constants that papers on spiking networks use.

/** `float32` or `int32`: 32-bit operations. */
export type ArithmeticName = "float32" | "int32";

/** Energy of one operation, picojoules. */
export interface Arithmetic {
  name: ArithmeticName;
  /** A multiplication and an addition. */
  macPj: number;
  /** An addition alone. */
  acPj: number;
}

/**
 * Both sets of constants, 45 nm at 0.9 V: 3.7 + 0.9 pJ for floats, 3.1 + 0.1 pJ for integers.
 *
 * @see Horowitz, Computing's Energy Problem (and what we can do about it), ISSCC 2014, figure 1.1.9.
 */
export const arithmetics: readonly Arithmetic[] = [
  { name: "float32", macPj: 4.6, acPj: 0.9 },
  { name: "int32", macPj: 3.2, acPj: 0.1 },
];
