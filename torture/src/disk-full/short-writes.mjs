// Loaded into a coordinator before its own code (NODE_OPTIONS=--import): every so many writes, some
// find no space. One that is cut in the middle leaves a part of its bytes, as a real one does.

import fs, { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";

const root = process.env.SPIKEFED_FS_ROOT;
const report = process.env.SPIKEFED_FULL_REPORT;
if (root !== undefined && report !== undefined) {
  runShort(Number(process.env.SPIKEFED_FULL_EVERY), Number(process.env.SPIKEFED_FULL_LENGTH));
}

/** @param every after so many writes that went well, `length` of them fail */
function runShort(every, length) {
  let writes = 0;
  const isShort = () => writes++ % (every + length) >= every;
  const noSpace = (name) => {
    appendFileSync(report, `${kindOf(name)}\n`);
    return Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  };
  const { open } = fs.promises;
  fs.promises.open = async (name, flags = "r", mode) => {
    const handle = await open(name, flags, mode);
    const relative = path.relative(root, path.resolve(String(name)));
    if (flags === "r" || relative.startsWith("..") || !relative.startsWith("run-")) return handle;
    for (const call of ["writeFile", "appendFile"]) {
      const original = handle[call].bind(handle);
      handle[call] = async (data, ...rest) => {
        if (!isShort()) return original(data, ...rest);
        await original(Buffer.from(data).subarray(0, Math.floor(data.length / 2)));
        throw noSpace(relative);
      };
    }
    const write = handle.write.bind(handle);
    handle.write = async (...args) => {
      if (isShort()) throw noSpace(relative);
      return write(...args);
    };
    return handle;
  };
  syncBuiltinESMExports();
}

function kindOf(name) {
  if (name.endsWith("log.jsonl")) return "log";
  if (name.includes(".server")) return "server state";
  if (name.includes("models")) return "model";
  if (name.includes("identities")) return "identities";
  return name.endsWith(".part") ? "piece of an update" : "other";
}
