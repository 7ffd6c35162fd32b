// Loaded into a coordinator before its own code (NODE_OPTIONS=--import): writes down what it asks
// of the disk, one JSON line a call, after the call has succeeded. Main thread and workers append to
// the same file, so its order is theirs. Plain JavaScript: no loader is there yet.

import fs, { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";
import { threadId } from "node:worker_threads";

const trace = process.env.SPIKEFED_FS_TRACE;
const root = process.env.SPIKEFED_FS_ROOT;
if (trace !== undefined && root !== undefined) record(trace, root);

function record(file, root) {
  let last = 0;
  const nextId = () => `${threadId}-${++last}`;
  const write = (entry) =>
    appendFileSync(file, `${JSON.stringify({ atMs: Date.now(), ...entry })}\n`);
  const inside = (name) => {
    const relative = path.relative(root, path.resolve(String(name)));
    return relative.startsWith("..") ? null : relative;
  };
  const promises = fs.promises;
  const { open, rename, rm, truncate, mkdir, writeFile } = promises;

  promises.open = async (name, flags = "r", mode) => {
    const existed = fs.existsSync(name);
    const handle = await open(name, flags, mode);
    const target = inside(name);
    if (target !== null) follow(handle, { target, flags, existed });
    return handle;
  };

  function follow(handle, { target, flags, existed }) {
    const id = nextId();
    const isFolder = fs.statSync(path.join(root, target)).isDirectory();
    if (!isFolder) {
      const cut = flags.startsWith("w");
      write({ op: "open", id, path: target, created: !existed, cut, append: flags === "a" });
    }
    const synced = (sync) => async () => {
      const call = nextId();
      write({ op: "sync-begin", call, ...(isFolder ? { folder: target } : { id }) });
      await sync();
      write({ op: "sync-end", call });
    };
    handle.sync = synced(handle.sync.bind(handle));
    handle.datasync = synced(handle.datasync.bind(handle));
    const wholes = { writeFile: handle.writeFile, appendFile: handle.appendFile };
    for (const [name, original] of Object.entries(wholes)) {
      handle[name] = async (data, ...rest) => {
        await original.call(handle, data, ...rest);
        write({ op: "write", id, at: null, data: base64(data) });
      };
    }
    const originalWrite = handle.write.bind(handle);
    handle.write = async (buffer, offset, length, position) => {
      const done = await originalWrite(buffer, offset, length, position);
      const data = base64(buffer.subarray(offset, offset + done.bytesWritten));
      write({ op: "write", id, at: position, data });
      return done;
    };
    const originalTruncate = handle.truncate.bind(handle);
    handle.truncate = async (length) => {
      await originalTruncate(length);
      write({ op: "truncate", path: target, length });
    };
  }

  promises.rename = async (from, to) => {
    await rename(from, to);
    if (inside(from) !== null) write({ op: "rename", path: inside(from), to: inside(to) });
  };
  promises.rm = async (name, options) => {
    const existed = fs.existsSync(name);
    await rm(name, options);
    if (existed && inside(name) !== null) write({ op: "remove", path: inside(name) });
  };
  promises.truncate = async (name, length) => {
    await truncate(name, length);
    if (inside(name) !== null) write({ op: "truncate", path: inside(name), length });
  };
  promises.mkdir = async (name, options) => {
    const first = await mkdir(name, options);
    if (first === undefined || inside(name) === null) return first;
    const [top, all] = [inside(first), inside(name).split(path.sep)];
    const made = all.map((_, at) => all.slice(0, at + 1).join(path.sep));
    for (const folder of made) if (folder.startsWith(top)) write({ op: "mkdir", path: folder });
    return first;
  };
  promises.writeFile = async (name, data, options) => {
    const existed = fs.existsSync(name);
    await writeFile(name, data, options);
    if (inside(name) === null) return;
    const id = nextId();
    write({ op: "open", id, path: inside(name), created: !existed, cut: true, append: false });
    write({ op: "write", id, at: null, data: base64(data) });
  };
  syncBuiltinESMExports();
}

const base64 = (data) => Buffer.from(data).toString("base64");
