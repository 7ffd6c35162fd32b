// Every failpoint by name, so that a trial can visit each and a wrong name does not compile.

/** Files that are written beside, flushed, renamed, and whose folder is flushed. */
const durableFiles = [
  ...["secrets", "record-key", "identities", "current"],
  ...["model", "server-state", "log-repair"],
] as const;
export type DurableFile = (typeof durableFiles)[number];

/** Before it is written; before its rename; before its folder is flushed; after that. */
const writing = ["unwritten", "written", "renamed", "durable"] as const;

const others = [
  // the run log: a new one, a line, a torn line
  ...["log:created", "log:unwritten", "log:written", "log:durable", "log:told", "log:cut"],
  // an update on its way
  ...["part:made", "piece:unwritten", "piece:written"],
  ...["update:received", "update:checked", "update:flushed", "update:renamed", "update:durable"],
  ...["update:moved", "update:counted"],
  // rounds
  ...["round:unopened", "round:opened", "round:unclosed", "round:closed"],
  ...["aggregate:begun", "aggregate:done", "aggregate:noted", "aggregate:forgotten"],
  ...["evaluate:begun", "evaluate:done", "evaluate:noted"],
  // the record of a round or an evaluation
  ...["record:unwritten", "record:written", "record:durable"],
  // what is told
  ...["hello:unanswered", "broadcast:begun", "broadcast:done"],
  // the start
  ...["start:locked", "start:run-made", "start:log-read", "start:model-checked"],
  ...["start:swept", "start:room-open", "start:listening"],
] as const;

type Name = `${DurableFile}:${(typeof writing)[number]}` | (typeof others)[number];
export type Failpoint = Name;

export const failpoints: readonly Failpoint[] = [
  ...durableFiles.flatMap((file) => writing.map((moment) => `${file}:${moment}` as const)),
  ...others,
];
