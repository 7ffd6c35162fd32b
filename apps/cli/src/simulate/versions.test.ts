import { expect, test } from "vitest";

import { commandLine, versions } from "./versions.ts";

test("versions of program, runtime and libraries are known", () => {
  for (const version of Object.values(versions())) expect(version).toMatch(/^v?\d+\.\d+\.\d+/);
  expect(Object.keys(versions())).toEqual(["spikefed", "node", "tfjs", "webgpu"]);
});

test("the command that repeats a run has all that it depends on, and no --resume", () => {
  expect(
    commandLine({
      ...{ preset: "mini-fedsnn-noise", set: ["seed=2", "gradientNoise=5"], out: "runs/a" },
      ...{ executor: "kernels/wasm", tuning: "plain", from: "cifar-10.tar.gz", offline: true },
    }),
  ).toBe(
    "npm run simulate -- --preset mini-fedsnn-noise --set seed=2 --set gradientNoise=5 " +
      "--executor kernels/wasm --tuning plain --from cifar-10.tar.gz --out runs/a-again --offline",
  );
});

test("the command that repeats a run keeps what is kept, in a folder that the run does not hold", () => {
  const kept = { saveSpikes: true, keepUpdates: true };
  const command = commandLine({ set: [], out: "my runs/a/", ...kept });
  expect(command).toBe("npm run simulate -- --out 'my runs/a-again' --save-spikes --keep-updates");
  expect(commandLine({ set: [], out: "." })).toBe("npm run simulate -- --out ./again");
  expect(commandLine({ set: [], out: "../" })).toBe("npm run simulate -- --out ../again");
  expect(commandLine({ set: [], saveSpikes: false })).toBe("npm run simulate --");
});

test("words that a shell would take apart are quoted", () => {
  const set = ['partition={"kind":"iid"}', "a=it's"];
  expect(commandLine({ config: "my file.json", set, offline: false })).toBe(
    `npm run simulate -- --config 'my file.json' --set 'partition={"kind":"iid"}' --set 'a=it'\\''s'`,
  );
});
