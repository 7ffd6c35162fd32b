// After all lessons: everything that was measured, as a table.
import { readResults, resultsFile, tableOf } from "./results.ts";

export default async function printResults(): Promise<void> {
  console.log(`\n${tableOf(await readResults())}\n\n${resultsFile}`);
}
