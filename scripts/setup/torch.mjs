// Finds a Python with PyTorch, or installs one: what S-VGG9 is judged by, block by block.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { aptInstall } from "./apt.mjs";
import { findProgram, whyNoInstall } from "./platform.mjs";

const run = promisify(execFile);
const packages = ["python3-torch", "python3-numpy", "libopenblas0-pthread"];
const names = ["/usr/bin/python3", "python3"];

/** Whether it imports both; the first import reads a gigabyte from disk. */
async function hasTorch(file) {
  return run(file, ["-c", "import torch, numpy"], { timeout: 120_000 }).then(
    () => true,
    () => false,
  );
}

async function findTorch() {
  for (const name of names) {
    const file = await findProgram([name]);
    if (file !== null && (await hasTorch(file))) return file;
  }
  return null;
}

/** `{ python, reason }`: the program's path, or null with the reason. */
export async function setUpTorch(platform, log) {
  const found = await findTorch();
  if (found !== null) return { python: found, reason: null };
  if (!["debian", "ubuntu"].includes(platform.id)) {
    return { python: null, reason: "no Python with torch and numpy" };
  }
  if (platform.prefix === null) {
    return {
      python: null,
      reason: whyNoInstall(platform, `apt-get install ${packages.join(" ")}`),
    };
  }
  try {
    await aptInstall(platform, packages, log);
  } catch (error) {
    return { python: null, reason: error.message };
  }
  const python = await findTorch();
  return { python, reason: python === null ? "installed, but torch cannot be imported" : null };
}
