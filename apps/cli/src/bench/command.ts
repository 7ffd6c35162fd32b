// `npm run bench -- [--quick] [--json FILE]`: our kernels beside tfjs's, on each adapter.

import { writeFile } from "node:fs/promises";

import { activateBackend, webgpuAdapter } from "@spikefed/snn-core";
import { finish, kernelWorkloads } from "@spikefed/snn-core/bench";
import { prepareNodeGpu } from "@spikefed/snn-core/node";
import type { Command } from "commander";

import { listAdapters, runSelf } from "../adapters/adapters.ts";
import { type Paired, type Spread, timePairs } from "./paired.ts";

const WORKER_COMMAND = "bench-here";

interface KernelRow extends Paired {
  adapter: string;
  name: string;
  baseline: string;
  ms: number;
  gflops: number | null;
  tfjsRatio: number;
}

export function addBench(program: Command): void {
  program
    .command("bench")
    .description("time our kernels beside tfjs's own, paired, on each WebGPU adapter")
    .option("--quick", "two pairs instead of seven")
    .option("--json <file>", "write the rows to a file, too")
    .action(bench);
  program
    .command(WORKER_COMMAND, { hidden: true })
    .argument("<pairs>")
    .action(async (pairs: string) => {
      await benchHere(Number(pairs));
      process.exit(0); // Dawn keeps the process alive
    });
}

async function bench({ quick, json }: { quick?: boolean; json?: string }): Promise<void> {
  const rows: KernelRow[] = [];
  for (const { name, env } of listAdapters(process.env)) {
    process.stdout.write(`\n${name}\n`);
    const { code, signal, stderr } = await runSelf(
      [WORKER_COMMAND, quick ? "2" : "7"],
      env,
      (line) => {
        if (!line.startsWith("{")) return;
        const row = JSON.parse(line) as KernelRow;
        rows.push(row);
        process.stdout.write(`${lineOf(row)}\n`);
      },
    );
    if (code !== 0) {
      process.stderr.write(`${name}: stopped (${signal ?? `exit ${code}`})\n${stderr}\n`);
      process.exitCode = 1;
    }
  }
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ kernels: rows }, null, 2)}\n`);
}

async function benchHere(pairs: number): Promise<void> {
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter");
  await activateBackend("webgpu");
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const clock = { wall: () => performance.now(), cpu };
  for (const { name, baseline, flops, ours, theirs } of kernelWorkloads()) {
    const paired = await timePairs(
      () => finish(ours),
      () => finish(theirs),
      pairs,
      clock,
    );
    const row: KernelRow = {
      adapter: webgpuAdapter() ?? "unnamed",
      name,
      baseline,
      ...paired,
      ms: paired.oursMs,
      gflops: flops === null ? null : flops / paired.oursMs / 1e6,
      tfjsRatio: paired.ratio.median,
    };
    process.stdout.write(`${JSON.stringify(row)}\n`);
  }
}

function lineOf({ name, baseline, oursMs, theirsMs, ratio, cpuRatio, gflops }: KernelRow): string {
  const rate = gflops === null ? "" : `, ${gflops.toFixed(1)} GFLOP/s`;
  const times = ({ median, min, max }: Spread) =>
    `${median.toFixed(1)} (${min.toFixed(1)} to ${max.toFixed(1)})`;
  return (
    `  ${name}: ${oursMs.toFixed(1)} ms${rate}; ${baseline}: ${theirsMs.toFixed(1)} ms\n` +
    `    times faster: ${times(ratio)}; times less processor time: ${times(cpuRatio)}`
  );
}
