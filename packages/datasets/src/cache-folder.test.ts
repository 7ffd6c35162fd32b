import { expect, test } from "vitest";
import { cacheFolder } from "./cache-folder.ts";

test("The cache is where SPIKEFED_CACHE says, else in the platform's folder for caches.", () => {
  const linux = { platform: "linux", home: "/home/ada" } as const;
  expect(cacheFolder({ ...linux, env: { SPIKEFED_CACHE: "/data" } })).toBe("/data");
  expect(cacheFolder({ ...linux, env: {} })).toBe("/home/ada/.cache/spikefed");
  expect(cacheFolder({ ...linux, env: { XDG_CACHE_HOME: "/x" } })).toBe("/x/spikefed");
  expect(cacheFolder({ platform: "darwin", home: "/Users/ada", env: {} })).toBe(
    "/Users/ada/Library/Caches/spikefed",
  );
  const windows = { platform: "win32", home: "C:\\Users\\ada" } as const;
  expect(cacheFolder({ ...windows, env: { LOCALAPPDATA: "D:\\Local" } })).toBe(
    "D:\\Local\\spikefed",
  );
  expect(cacheFolder({ ...windows, env: {} })).toBe("C:\\Users\\ada\\AppData\\Local\\spikefed");
});
