// The pictures of each class: what every partition by label starts from.

import { shuffle } from "../random/choice.ts";
import type { Random } from "../random/generator.ts";
import type { PartitionOptions } from "./plan.ts";

/**
 * Picture indices of each class, shuffled, `[C][..]`.
 *
 * @param labels `[N]`, each below `classes`
 * @param among Indices to sort into classes; all of them when not given.
 */
export function shuffledClasses(
  random: Random,
  labels: PartitionOptions["labels"],
  classes: number,
  among?: Uint32Array,
): number[][] {
  const lists = Array.from({ length: classes }, (): number[] => []);
  const count = among?.length ?? labels.length;
  for (let i = 0; i < count; i++) {
    const picture = among ? (among[i] as number) : i;
    lists[labels[picture] as number]!.push(picture);
  }
  return lists.map((list) => shuffle(random, list));
}
