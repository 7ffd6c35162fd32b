import { resolve } from "node:path";

import { defaultSettings, lessonOf, SpikefedError } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { Proxies } from "../socket/proxies.ts";
import { readOptions, usage } from "./options.ts";

test("nothing given: the default run on CIFAR-10, on a port that may move", () => {
  expect(readOptions([])).toEqual({
    ...{ https: null, publicOrigin: null, proxies: new Proxies(), log: "text", drainMs: 10_000 },
    ...{
      help: false,
      host: "0.0.0.0",
      port: 8787,
      keepModels: 3,
      mayMove: true,
      dataDir: ".spikefed",
      rooms: null,
    },
    ...{ dataset: "cifar10", mayFallBack: true, from: undefined, offline: false },
    ...{
      settings: defaultSettings,
      hasSettings: false,
      goOn: "always",
      hasShares: false,
      inviteOnly: null,
      quiet: false,
      keepUpdates: false,
      startWith: null,
      settleMs: null,
      connections: null,
    },
  });
});

test("settings are set by key, nested ones too", () => {
  const args = ["--preset", "s4", "--rounds=3", "--set", "partition.kind=dirichlet"];
  args.push("--set", "partition.alpha=0.3", "--set", "participants=null", "--set", "stepMode=true");
  const { settings, hasSettings, goOn } = readOptions(args);
  expect(settings).toMatchObject({
    ...{ preset: "s4", rounds: 3, participants: null, stepMode: true },
    partition: { kind: "dirichlet", alpha: 0.3 },
  });
  expect([hasSettings, goOn]).toEqual([true, "if-under-way"]);
  expect(readOptions(["--new"]).goOn).toBe("never");
});

test("another kind brings keys of its own, in any order", () => {
  const pairs = ["strategy.beta=0.3", "strategy.kind=fedtrimmedavg", "minReports=4"];
  const args = pairs.flatMap((pair) => ["--set", pair]);
  const strategy = { kind: "fedtrimmedavg", beta: 0.3, clipNorm: null };
  expect(readOptions(args).settings.strategy).toEqual(strategy);
  const loss = ["--set", "localLoss.kind=fedlec", "--set", "localLoss.calibration=0.01"];
  expect(readOptions(loss).settings.localLoss).toEqual({
    ...{ kind: "fedlec", calibration: 0.01, distillation: 0.1 },
  });
  const same = readOptions(["--set", "optimizer.kind=sgd"]).settings.optimizer;
  expect(same.momentum).toBe(0.9);
});

test("paths are looked for where the person is, addresses are left as they are", () => {
  const folder = resolve("/home/somebody/class");
  const args = ["--data-dir", "runs", "--from", "../x.tar.gz"];
  expect(readOptions(args, folder)).toMatchObject({
    dataDir: resolve("/home/somebody/class/runs"),
    from: resolve("/home/somebody/x.tar.gz"),
  });
  const from = "https://example.org/x.tar.gz";
  expect(readOptions(["--from", from], folder)).toMatchObject({ from, dataDir: ".spikefed" });
});

test("a dataset that was asked for is not replaced by shapes", () => {
  expect(readOptions(["--dataset", "cifar10"]).mayFallBack).toBe(false);
  expect(readOptions(["--from", "x.tar.gz"]).mayFallBack).toBe(false);
});

test.each([
  [["--start-with", "0"], "start/option", "--start-with"],
  [["--settle-seconds", "601"], "start/option", "--settle-seconds"],
  [["--connections", "0"], "start/option", "--connections"],
  [["--connections", "50001"], "start/option", "--connections"],
  [["--settle-seconds", "-1"], "start/option", "--settle-seconds"],
  [["--prot", "1"], "start/option", "--prot"],
  [["--port", "http"], "start/option", "http is not a number from 0 to 65535"],
  [["--port", "70000"], "start/option", "70000"],
  [["--port"], "start/option", "--port"],
  [["--dataset", "mnist"], "start/option", "mnist is not one of cifar10, cifar100, shapes"],
  [["extra"], "start/option", "extra"],
  [["--set", "rounds"], "start/option", "rounds is not KEY=VALUE"],
  [["--set", "__proto__.x=1"], "start/option", "__proto__"],
  [["--rounds", "0"], "room/settings", "rounds is 0; allowed is a whole number from 1 to 1000"],
  [["--preset", "s9"], "room/settings", "s4, s5, vgg9, vgg9-direct"],
  [["--set", "optimizer.learningRate=99"], "room/settings", "from 0.0001 to 10"],
  [
    ["--set", "partition.kind=x"],
    "room/settings",
    "iid, fedsnn-dirichlet, dirichlet, pathological or shard",
  ],
  [["--set", "colour=red"], "room/settings", "colour"],
  [["--set", "kind=krum"], "room/settings", "setting kind is"],
  [["--set", "strategy.kind=krum"], "room/settings", "minReports is 1; allowed is at least 5"],
  [["--set", "strategy.beta=0.2"], "room/settings", "strategy.beta"],
])("%j is refused with %s and names what is wrong", (args, code, part) => {
  let error: unknown;
  try {
    readOptions(args);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(SpikefedError);
  expect((error as SpikefedError).code).toBe(code);
  expect((error as SpikefedError).message).toContain(part);
});

test("the help names every option", () => {
  for (const name of ["port", "host", "data-dir", "dataset", "from", "offline", "set", "new"]) {
    expect(usage).toContain(`--${name} `);
  }
});

test("how many models are kept is a number, or all", () => {
  expect(readOptions(["--keep-models", "7"]).keepModels).toBe(7);
  expect(readOptions(["--keep-models", "all"]).keepModels).toBeNull();
  for (const wrong of ["0", "1001", "some"]) {
    expect(() => readOptions(["--keep-models", wrong])).toThrow(/from 1 to 1000 nor all/);
  }
});

test("a lesson is the settings of its first run; what is set on top makes it one's own", () => {
  const { settings, hasSettings, hasShares, goOn } = readOptions(["--lesson", "unequal-data"]);
  expect(lessonOf(settings)).toMatchObject({
    lesson: { name: "unequal-data" },
    run: { name: "equal" },
  });
  expect([hasSettings, hasShares, goOn]).toEqual([true, false, "if-under-way"]);
  const own = readOptions(["--lesson", "first-run", "--rounds", "3", "--set", "seed=4"]).settings;
  expect([lessonOf(own), own.rounds, own.seed, own.preset]).toEqual([null, 3, 4, "s4"]);
  expect(() => readOptions(["--lesson", "unequal"])).toThrow(
    "unequal is not one of first-run, unequal-data, someone-leaves, bad-client",
  );
});

test("rooms are counted, and there are not many", () => {
  expect(readOptions(["--rooms", "2"]).rooms).toBe(2);
  for (const wrong of ["0", "9", "1.5", "a,b"]) {
    expect(() => readOptions(["--rooms", wrong])).toThrow("--rooms");
  }
});
