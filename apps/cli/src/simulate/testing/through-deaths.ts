// A run whose process dies again and again, and is resumed until it is over.

import { Death, mortal, runTiny } from "./tiny-federation.ts";

type TinyOptions = NonNullable<Parameters<typeof runTiny>[1]>;

/** More deaths than this: it does not get on. */
const MOST = 200;

/** Dies before or after each line of the log is on the disk; @returns how often it died. */
export async function runThroughDeaths(
  folder: string,
  when: "before" | "after",
  options: TinyOptions,
): Promise<number> {
  const log: TinyOptions["log"] = (inner) => mortal(inner, when === "before" ? 2 : 1, when);
  for (let deaths = 0; deaths < MOST; deaths++) {
    const isOver = await runTiny(folder, { ...options, log }).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof Death)) throw error;
        return false;
      },
    );
    if (isOver) return deaths;
  }
  throw new Error(`died ${MOST} times and is not over`);
}
