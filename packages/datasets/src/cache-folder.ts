// Where datasets are kept between runs. Pure: the environment is handed in.

import { posix, win32 } from "node:path";

export interface Machine {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  home: string;
}

/**
 * `SPIKEFED_CACHE`, or the platform's folder for a user's caches: XDG_CACHE_HOME or ~/.cache on
 * Linux, ~/Library/Caches on macOS, %LOCALAPPDATA% on Windows, each with "spikefed" below it.
 */
export function cacheFolder({ env, platform, home }: Machine): string {
  if (env.SPIKEFED_CACHE) return env.SPIKEFED_CACHE;
  if (platform === "win32") {
    return win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), "spikefed");
  }
  if (platform === "darwin") return posix.join(home, "Library", "Caches", "spikefed");
  return posix.join(env.XDG_CACHE_HOME || posix.join(home, ".cache"), "spikefed");
}
