// `spikefed`: the command line. Each command has a folder of its own.

import { Command } from "commander";

import { addAudit } from "./audit/command.ts";
import { addBench } from "./bench/command.ts";
import { addBlocks } from "./blocks/command.ts";
import { goOnUnheard } from "./closed-output.ts";
import { addCurves } from "./curves/command.ts";
import { addReport } from "./report/command.ts";
import { addSimulate } from "./simulate/command.ts";
import { addSweep } from "./simulate/sweep/command.ts";
import { addTables } from "./tables/command.ts";
import { addVerify } from "./verify/command.ts";
import { addVolunteer } from "./volunteer/command.ts";

goOnUnheard([process.stdout, process.stderr]);

const program = new Command("spikefed").description(
  "Train spiking neural networks together: simulations, reports, checks, measurements, headless volunteers.",
);
for (const add of [
  addAudit,
  addBench,
  addBlocks,
  addCurves,
  addReport,
  addSimulate,
  addSweep,
  addTables,
  addVerify,
  addVolunteer,
])
  add(program);

await program.parseAsync();
