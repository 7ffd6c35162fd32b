import { expect, test } from "vitest";
import { adapterProblem, runProblem, workerProblem } from "./bench-problem.ts";

const address = new URL("http://192.168.1.7:8787/bench");
const problem = (reason: Parameters<typeof adapterProblem>[0]["reason"]) =>
  adapterProblem({ reason }, address);

test("with an adapter, of whatever kind, there is no problem", () => {
  expect(problem("ok")).toBeNull();
  expect(problem("software")).toBeNull();
});

test("without one each reason has its own code, fact and cure", () => {
  expect(problem("insecure")).toMatchObject({
    code: "gpu/insecure",
    cure: "Ask for the https address, or open http://localhost:8787/bench on the coordinator's own machine.",
  });
  expect(problem("missing")).toMatchObject({ code: "gpu/missing" });
  expect(problem("no-adapter")).toMatchObject({ code: "gpu/no-adapter" });
  const facts = ["insecure", "missing", "no-adapter"] as const;
  expect(new Set(facts.map((reason) => problem(reason)!.fact)).size).toBe(3);
});

test("an engine's error keeps its code and fact; its cure is that of this page", () => {
  const lost = { code: "gpu/failed", fact: "the device was lost", cure: "Join again." };
  expect(runProblem(lost)).toMatchObject({ code: "gpu/failed", fact: lost.fact });
  expect(runProblem(lost).cure).toMatch(/run again/);
  const other = { code: "gpu/memory", fact: "too large", cure: "Use a smaller batch size." };
  expect(runProblem(other)).toEqual(other);
});

test("any other error stops the benchmark with its own words", () => {
  expect(runProblem(new Error("out of luck"))).toEqual(workerProblem("out of luck"));
  expect(runProblem(null).code).toBe("worker/failed");
  expect(workerProblem(undefined).fact).toBe("the benchmark's code did not load");
});
