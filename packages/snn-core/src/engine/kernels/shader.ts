// What every kernel of the engine has in common: a compute shader, mostly of 64 threads a workgroup, its
// bindings in order, and a grid folded in two dimensions, since one has at most 65,535 workgroups.

export const WORKGROUP = 64;
const GRID_WIDTH = 65_535;

export type Access = "read" | "read_write" | "uniform";

export interface Binding {
  name: string;
  /** WGSL type of the whole binding. */
  type: string;
  access: Access;
}

/** A kernel ready to compile; two with the same code are one pipeline. */
export interface Shader {
  /** Shown in errors and traces. */
  name: string;
  code: string;
  workgroups: number;
  /** Places of the bindings that the kernel adds to: zero before a program runs. */
  adds: readonly number[];
}

export interface ShaderParts {
  name: string;
  bindings: readonly Binding[];
  /** Threads of a workgroup; default 64. */
  workgroup?: number;
  /** Threads that have work; the others end at once, unless `keepsAll`. */
  invocations: number;
  /** Statements; `id` is the thread, `lane` its place in the workgroup, `group` the workgroup. */
  body: string;
  /** Declarations outside `main`. */
  declarations?: string;
  /** True when all threads must stay, for barriers or subgroup operations; `body` guards stores. */
  keepsAll?: boolean;
  subgroups?: boolean;
}

export const read = (name: string, element: string): Binding => ({
  name,
  type: `array<${element}>`,
  access: "read",
});

export const write = (name: string, element: string): Binding => ({
  name,
  type: `array<${element}>`,
  access: "read_write",
});

export function shader(parts: ShaderParts): Shader {
  const { name, bindings, invocations, body, declarations = "", workgroup = WORKGROUP } = parts;
  const workgroups = Math.ceil(invocations / workgroup);
  const space = (access: Access) => (access === "uniform" ? "uniform" : `storage, ${access}`);
  const code = /* wgsl */ `
${parts.subgroups ? "enable subgroups;" : ""}
${bindings.map((b, i) => `@group(0) @binding(${i}) var<${space(b.access)}> ${b.name}: ${b.type};`).join("\n")}
${declarations}
@compute @workgroup_size(${workgroup})
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(local_invocation_index) local_index: u32,
  ${parts.subgroups ? "@builtin(subgroup_invocation_id) subgroup_lane: u32," : ""}
) {
  let group = i32(workgroup.y * ${GRID_WIDTH}u + workgroup.x);
  let lane = i32(local_index);
  let id = group * ${workgroup} + lane;
  ${parts.keepsAll ? "" : `if (id >= ${invocations}) { return; }`}
  ${body}
}`;
  const adds = bindings.flatMap(({ type }, i) => (type.includes("atomic") ? [i] : []));
  return { name, code, workgroups, adds };
}

/** Workgroups in x and y. */
export const gridOf = (workgroups: number): [number, number] => [
  Math.min(workgroups, GRID_WIDTH),
  Math.ceil(workgroups / GRID_WIDTH),
];

export const unroll = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");

/** A number as a WGSL f32 literal. */
export const float = (value: number): string => `f32(${value})`;
