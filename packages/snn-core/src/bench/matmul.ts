// Plain matrix products, written for nothing but speed: the best of them on an adapter is what
// "peak" means in the benchmark. They share no code with the engine's kernels, whose yardstick they
// are. `a` lies transposed, so that both operands are read in groups of four.

import { gridOf, type Shader, unroll } from "../engine/kernels/shader.ts";

export interface MatmulVariant {
  /**
   * How a thread gets the rows of `a` that its neighbours need too: `thread`, each reads them;
   * `uniform`, by an address that is the same for the whole workgroup; `subgroup`, one read
   * broadcast to all lanes; `workgroup`, both operands staged in workgroup memory.
   */
  share: "thread" | "uniform" | "subgroup" | "workgroup";
  /** Rows and groups of four columns that a thread keeps in registers. */
  rows: number;
  quads: number;
  /** Threads of a workgroup. */
  threads: number;
}

/** Side of the smallest product that every variant can compute; sizes are multiples of it. */
export const MATMUL_STEP = 512;
/** Steps of the inner dimension that workgroup memory holds at once. */
const DEPTH = 8;

export const matmulName = ({ share, rows, quads, threads }: MatmulVariant): string =>
  `${share}, ${rows} x ${4 * quads} a thread, ${threads} threads`;

export const matmulFlops = (size: number): number => 2 * size ** 3;

/**
 * `c = transpose(a) b`, all `[size, size]`. Bindings: a, b, c.
 *
 * @param size A multiple of 512.
 * @param lanes Of a subgroup, where all have as many; a power of two.
 */
export function matmul(size: number, variant: MatmulVariant, lanes: number): Shader {
  const { share, rows, quads, threads } = variant;
  const isStaged = share === "workgroup";
  const body = isStaged ? stagedBody(size, variant) : directBody(size, variant, lanes);
  const code = /* wgsl */ `
${share === "subgroup" ? "enable subgroups;" : ""}
@group(0) @binding(0) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> c: array<vec4<f32>>;
${isStaged ? stagedMemory(variant) : ""}
@compute @workgroup_size(${threads})
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(local_invocation_index) local_index: u32,
  ${share === "subgroup" ? "@builtin(subgroup_invocation_id) subgroup_lane: u32," : ""}
) {
  let group = i32(workgroup.x);
  let lane = i32(local_index);
  ${unroll(rows, (r) => unroll(quads, (q) => `var s${r}_${q} = vec4<f32>(0.0);`))}
  ${body}
}`;
  const workgroups = size ** 2 / (threads * rows * 4 * quads);
  if (gridOf(workgroups)[1] > 1) throw new Error(`a product of ${size} has too many workgroups`);
  return { name: `matmul_${share}`, code, workgroups, adds: [] };
}

/** Adds the product of `a<r / 4>` and `b<q>` to the sums. */
const multiply = ({ rows, quads }: MatmulVariant): string =>
  unroll(rows, (r) =>
    unroll(
      quads,
      (q) => `s${r}_${q} = fma(vec4<f32>(a${Math.floor(r / 4)}[${r % 4}]), b${q}, s${r}_${q});`,
    ),
  );

const store = (size: number, { rows, quads }: MatmulVariant, stride: number): string =>
  unroll(rows, (r) =>
    unroll(quads, (q) => `c[(row + ${r}) * ${size / 4} + column + ${q * stride}] = s${r}_${q};`),
  );

/** Operands straight from memory to registers. */
function directBody(size: number, variant: MatmulVariant, lanes: number): string {
  const { share, rows, quads, threads } = variant;
  const across = size / 4 / quads;
  if (share === "thread") {
    return /* wgsl */ `
      let id = group * ${threads} + lane;
      let row = (id / ${across}) * ${rows};
      let column = id % ${across};
      ${eachStep(size, variant, across)}
      ${store(size, variant, across)}`;
  }
  const groups = across / threads;
  return /* wgsl */ `
      let row = (group / ${groups}) * ${rows};
      let column = (group % ${groups}) * ${threads * quads} + lane;
      ${share === "uniform" ? eachStep(size, variant, threads) : broadcastSteps(size, variant, lanes)}
      ${store(size, variant, threads)}`;
}

/** `b<q>` of step `k`; groups of columns lie `stride` apart. */
const readColumns = (size: number, { quads }: MatmulVariant, stride: number): string =>
  unroll(quads, (q) => `let b${q} = b[k * ${size / 4} + column + ${q * stride}];`);

function eachStep(size: number, variant: MatmulVariant, stride: number): string {
  return /* wgsl */ `
      for (var k = 0; k < ${size}; k++) {
        ${unroll(variant.rows / 4, (i) => `let a${i} = a[k * ${size / 4} + row / 4 + ${i}];`)}
        ${readColumns(size, variant, stride)}
        ${multiply(variant)}
      }`;
}

/** Each lane reads another part of the rows of some steps, for all. */
function broadcastSteps(size: number, variant: MatmulVariant, lanes: number): string {
  const perStep = variant.rows / 4;
  const steps = Math.max(1, Math.floor(lanes / perStep));
  const readRows = unroll(
    Math.ceil(perStep / lanes),
    (l) => `let at${l} = min(i32(subgroup_lane) + ${l * lanes}, ${steps * perStep - 1});
          let shared${l} = a[(k0 + at${l} / ${perStep}) * ${size / 4} + row / 4 + at${l} % ${perStep}];`,
  );
  const rowsOf = (step: number) =>
    unroll(perStep, (i) => {
      const at = step * perStep + i;
      return `let a${i} = subgroupBroadcast(shared${Math.floor(at / lanes)}, ${at % lanes}u);`;
    });
  return /* wgsl */ `
      for (var k0 = 0; k0 < ${size}; k0 += ${steps}) {
        ${readRows}
        ${unroll(
          steps,
          (step) => `{
          let k = k0 + ${step};
          ${rowsOf(step)}
          ${readColumns(size, variant, variant.threads)}
          ${multiply(variant)}
        }`,
        )}
      }`;
}

/** Rows and groups of four columns that a workgroup of `side` x `side` threads makes. */
function tileOf({ rows, quads, threads }: MatmulVariant) {
  const side = Math.sqrt(threads);
  return { side, tileRows: side * rows, tileQuads: side * quads };
}

function stagedMemory(variant: MatmulVariant): string {
  const { tileRows, tileQuads } = tileOf(variant);
  return /* wgsl */ `
var<workgroup> part_a: array<vec4<f32>, ${(DEPTH * tileRows) / 4}>;
var<workgroup> part_b: array<vec4<f32>, ${DEPTH * tileQuads}>;`;
}

/** Both operands by way of workgroup memory, `DEPTH` steps at a time. */
function stagedBody(size: number, variant: MatmulVariant): string {
  const { rows, quads, threads } = variant;
  const { side, tileRows, tileQuads } = tileOf(variant);
  const line = size / 4;
  const groups = line / tileQuads;
  const stage = (name: string, wide: number, start: string) => /* wgsl */ `
        for (var i = lane; i < ${DEPTH * wide}; i += ${threads}) {
          part_${name}[i] = ${name}[(k0 + i / ${wide}) * ${line} + ${start} + i % ${wide}];
        }`;
  return /* wgsl */ `
      let first_row = (group / ${groups}) * ${tileRows};
      let first_column = (group % ${groups}) * ${tileQuads};
      let local_row = (lane / ${side}) * ${rows};
      let local_column = lane % ${side};
      for (var k0 = 0; k0 < ${size}; k0 += ${DEPTH}) {
        ${stage("a", tileRows / 4, "first_row / 4")}
        ${stage("b", tileQuads, "first_column")}
        workgroupBarrier();
        for (var k = 0; k < ${DEPTH}; k++) {
          ${unroll(rows / 4, (i) => `let a${i} = part_a[k * ${tileRows / 4} + local_row / 4 + ${i}];`)}
          ${unroll(quads, (q) => `let b${q} = part_b[k * ${tileQuads} + local_column + ${q * side}];`)}
          ${multiply(variant)}
        }
        workgroupBarrier();
      }
      let row = first_row + local_row;
      let column = first_column + local_column;
      ${store(size, variant, side)}`;
}
