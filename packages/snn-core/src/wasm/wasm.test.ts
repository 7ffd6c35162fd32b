import { expect, test } from "vitest";

import { choose, i32, i32x4, loop, set, signed, unsigned, v128 } from "./code.ts";
import { moduleBytes } from "./module.ts";

test.each([
  [0, [0]],
  [127, [127]],
  [128, [0x80, 1]],
  [624_485, [0xe5, 0x8e, 0x26]],
  [4_294_967_295, [0xff, 0xff, 0xff, 0xff, 0x0f]],
])("%i in unsigned LEB128", (value, bytes) => {
  expect(unsigned(value)).toEqual(bytes);
});

test.each([
  [0, [0]],
  [63, [63]],
  [64, [0xc0, 0]],
  [-1, [0x7f]],
  [-64, [0x40]],
  [-65, [0xbf, 0x7f]],
  [-123_456, [0xc0, 0xbb, 0x78]],
  [2_147_483_647, [0xff, 0xff, 0xff, 0xff, 0x07]],
  [-2_147_483_648, [0x80, 0x80, 0x80, 0x80, 0x78]],
])("%i in signed LEB128", (value, bytes) => {
  expect(signed(value)).toEqual(bytes);
});

/** Runs a function of one address; what it left in the first 64 bytes. */
function run(write: Parameters<typeof moduleBytes>[1]): Int32Array {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(moduleBytes(1, write));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  (exports["run"] as (address: number) => void)(0);
  return new Int32Array(memory.buffer, 0, 16);
}

test("a loop runs from its start to before its end", () => {
  const cells = run((scope, [address]) => {
    const at = scope.i32();
    const end = i32.add(address!, i32.const(40));
    return loop(at, i32.const(8), end, 8, i32.store(at, i32.times(at, 3)));
  });
  expect([...cells]).toEqual([0, 0, 24, 0, 48, 0, 72, 0, 96, 0, 0, 0, 0, 0, 0, 0]);
});

test("a loop whose end is its start runs never", () => {
  const cells = run((scope, [address]) =>
    loop(scope.i32(), i32.const(8), i32.const(8), 4, i32.store(address!, i32.const(1))),
  );
  expect(cells.every((cell) => cell === 0)).toBe(true);
});

test("integers and vectors live side by side", () => {
  const cells = run((scope, [address]) => {
    const [four, n] = [scope.v128(), scope.i32()];
    return [
      set(n, choose(i32.ltU(i32.const(1), i32.const(2)), i32.const(7), i32.const(9))),
      set(four, i32x4.const(-3)),
      v128.store(address!, four, 16),
      i32.store(address!, n),
    ];
  });
  expect([...cells.subarray(0, 8)]).toEqual([7, 0, 0, 0, -3, -3, -3, -3]);
});
