// Work that mostly waits, some of it at a time.

/** What `run` makes of each item, in their order; at most `atOnce` are under way, begun in order. */
export async function mapSideBySide<T, R>(
  items: readonly T[],
  atOnce: number,
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const work = async () => {
    for (const [at, item] of left) results[at] = await run(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
