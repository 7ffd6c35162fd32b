// How a filter's values reach the registers of a thread. They are the same for every thread of a
// workgroup that makes the same channels, so they need not be read by each: a subgroup reads them
// once and broadcasts, or the workgroup keeps them in its memory. Which is fastest, the tuner tells.

import { unroll, WORKGROUP } from "./shader.ts";

export interface WeightAccess {
  weights: "thread" | "subgroup" | "workgroup";
  /** Lanes of a subgroup, where all subgroups have as many; else 0. */
  lanes: number;
}

/**
 * How threads that make the same channels reach their filters, or `lane`: the lanes of a subgroup make
 * different channels, each with its own filters; on pictures only, other layers are made by thread.
 */
export type FilterAccess = WeightAccess["weights"] | "lane";

/** Of a layer that is not made by lane. */
export const accessOf = ({
  weights,
  lanes,
}: {
  weights: FilterAccess;
  lanes: number;
}): WeightAccess => (weights === "lane" ? { weights: "thread", lanes: 0 } : { weights, lanes });

/** How the threads of one dispatch reach their weights. */
export interface Sharing extends WeightAccess {
  /** Threads of a workgroup. */
  workgroup: number;
}

/**
 * Access for a dispatch of `units` pixels or runs of them. Threads that share weights differ in their
 * unit: where more than half of them would have none, as in a fully connected layer with a small
 * batch, each reads its own weights instead.
 */
export function sharingOf({ weights, lanes }: WeightAccess, units: number): Sharing {
  const workgroup = weights === "subgroup" ? groupSize(units, lanes, WORKGROUP) : WORKGROUP;
  const isWorthwhile = 2 * units >= Math.ceil(units / workgroup) * workgroup;
  return weights !== "thread" && isWorthwhile
    ? { weights, lanes, workgroup }
    : { weights: "thread", lanes: 0, workgroup: WORKGROUP };
}

/** Whole subgroups that cover `units` threads with the fewest to spare, in groups as large as that allows. */
export function groupSize(units: number, lanes: number, largest: number): number {
  let best = lanes;
  for (let size = lanes; size <= largest; size += lanes) {
    if (Math.ceil(units / size) * size <= Math.ceil(units / best) * best) best = size;
  }
  return best;
}

export const isShared = ({ weights }: WeightAccess): boolean => weights !== "thread";

/** Declaration of the workgroup's copy. */
export const weightStorage = ({ weights }: WeightAccess, count: number): string =>
  weights === "workgroup" ? `var<workgroup> shared_weights: array<vec4<f32>, ${count}>;` : "";

/**
 * Brings `count` groups of four weights within reach; `place` gives the index of one in `w`.
 * Shared access needs every thread of the workgroup here.
 */
export function loadWeights(
  { weights, lanes }: WeightAccess,
  count: number,
  place: (index: string) => string,
): string {
  if (weights === "thread") return unroll(count, (q) => `let w${q} = w[${place(`${q}`)}];`);
  if (weights === "subgroup") {
    return unroll(
      Math.ceil(count / lanes),
      (part) => `let at${part} = min(i32(subgroup_lane) + ${part * lanes}, ${count - 1});
        let shared${part} = w[${place(`at${part}`)}];`,
    );
  }
  return /* wgsl */ `
    workgroupBarrier();
    for (var q = lane; q < ${count}; q += ${WORKGROUP}) { shared_weights[q] = w[${place("q")}]; }
    workgroupBarrier();`;
}

/** Group `q` of those loaded. */
export function weightValue({ weights, lanes }: WeightAccess, q: number): string {
  if (weights === "thread") return `w${q}`;
  if (weights === "workgroup") return `shared_weights[${q}]`;
  return `subgroupBroadcast(shared${Math.floor(q / lanes)}, ${q % lanes}u)`;
}

/**
 * Which channels and which unit of work (a pixel, a run of pixels) a thread has: `quad` and
 * `wanted`, and `line`, the same but never beyond the last.
 */
export function placeThread(access: Sharing, groups: number, quads: number, units: number) {
  const { workgroup } = access;
  if (!isShared(access)) {
    return {
      workgroup,
      invocations: groups * units,
      code: `let quad = (id % ${groups}) * ${quads}; let wanted = id / ${groups}; let line = wanted;`,
    };
  }
  return {
    workgroup,
    invocations: groups * Math.ceil(units / workgroup) * workgroup,
    code: `let quad = (group % ${groups}) * ${quads};
      let wanted = (group / ${groups}) * ${workgroup} + lane;
      let line = min(wanted, ${units - 1});`,
  };
}
