// Lessons and robots: the questions, the teacher's lines, what came out.

import { translator } from "../translator.ts";

export const lesson = {
  lessons: "Lessons",
  about: "A lesson is a run with a question. Changing anything makes it your own run.",
  open: "Open: {run}",
  runOf: "{title}, run {number} of {count}: {run}",
  fromTo: "{low} to {high}",
  firstRun: "First run",
  firstRunQuestion: "Can all of us together beat guessing?",
  firstRunScript:
    "Guessing gets one picture in ten right. Watch the curve: each round everybody trains a copy, then the copies are averaged.",
  unequalData: "Unequal data",
  unequalDataQuestion: "Each device sees only two kinds of pictures. What happens to the average?",
  unequalDataEqualQuestion:
    "Each device sees all kinds of pictures. How good does the average become?",
  unequalDataScript:
    "First run: everybody has some of everything. Second run: you may be an expert for cats and ships alone. Guess before it starts.",
  someoneLeaves: "Someone leaves",
  someoneLeavesQuestion: "Half-way, three devices leave. Does it matter?",
  someoneLeavesScript:
    "After round 4 let three devices leave: remove robots, or ask three people to close the page. Is what they taught lost?",
  badClient: "One bad client",
  badClientQuestion: "One device sends ten times too much. Who notices: the mean, or the median?",
  badClientScript:
    "A robot harms on purpose. First run: the average takes every update. Second run: the median takes the middle of them.",
  alone: "the run",
  equal: "alike",
  unequal: "two kinds each",
  mean: "mean",
  median: "median",
  guessing: "guessing",
  before: "before they left",
  after: "at the end",
  reveal: "What we saw",
  accuracy: "Accuracy",
  range: "Likely range (95\u00a0%)",
  round: "Round",
  devices: "Devices",
  notMeasured: "not measured",
  none: "none",
  wait: "The answer comes when the run is over.",
  unmeasured:
    "Not everything is measured yet: a run is missing, nobody could judge it, or the host changed noise, slowness or the number of devices on the way.",
  runsNotFetched: "The earlier run could not be fetched. Reload the page.",
  unclear: "The figures are too close together: this could be chance. Try again with another seed.",
  firstRunShown: "Yes: better than guessing, by more than chance explains.",
  firstRunNotShown: "No: worse than guessing. Look at the log for what went wrong.",
  unequalDataShown: "The average of experts is worse than the average of all-rounders.",
  unequalDataNotShown: "This time unequal data did better. Look at who took part.",
  someoneLeavesShown: {
    one: "{count} device was gone, and the model kept what it had learned.",
    other: "{count} devices were gone, and the model kept what it had learned.",
  },
  someoneLeavesNotShown: {
    one: "{count} device was gone, and the model became worse.",
    other: "{count} devices were gone, and the model became worse.",
  },
  nobodyLeft: "Nobody left in this run, so there is nothing to see. Try again.",
  badClientShown:
    "With a bad client the median does better than the mean, by more than chance explains.",
  badClientNotShown: "This time the mean did better. Look at who took part.",
  noBadClient:
    "In one of the runs no robot sent ten times too much. Add a bad robot and try again.",
  robots: "Robots",
  robotsHelp: "Volunteers of this coordinator, on its processor, to rehearse alone: 8 at most.",
  robotsHere: "Helping: {honest}. Harming: {bad}.",
  addRobot: "Add a robot",
  removeRobot: "Remove a robot",
  addBad: "Add a bad robot",
  removeBad: "Remove a bad robot",
  addForLesson: "Add this lesson's robots",
  robotOn: "robot, {device}",
  badRobotOn: "bad robot, {device}",
  robotsHereToo: { one: "{count} of them is a robot", other: "{count} of them are robots" },
} as const;

export const { t } = translator("lesson", lesson);
