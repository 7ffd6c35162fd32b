// The record that counted this device, as rows under "This device".

import type { Receipt } from "@spikefed/volunteer";

export function receiptRows(receipt: Receipt | null): [term: string, words: string][] {
  if (receipt === null) return [["Last record", "none has counted this device yet"]];
  const { round, record, key } = receipt;
  return [
    ["Last record", `round ${round}: ${record}`],
    ["Record's key", key ?? "not known"],
    ["Record checked", checkWords(receipt)],
  ];
}

/** What is wrong comes first and alone; what could not be looked at is said, not passed over. */
function checkWords(receipt: Receipt): string {
  const { problem, hash } = receipt;
  if (problem !== null) return `no: ${problem}`;
  if (hash === null) return "being fetched";
  const wrong = checks.filter(([name]) => receipt[name] === false).map(([, , words]) => words);
  if (wrong.length > 0) return `WRONG: ${wrong.join("; ")}`;
  return checks
    .map(([name, right]) => (receipt[name] === null ? `${right}: not checked` : `${right}: yes`))
    .join("; ");
}

type Check = "hash" | "contains" | "follows" | "signature" | "sameKey";

const checks: [name: Check, right: string, wrong: string][] = [
  ["hash", "as the log names it", "its bytes do not have the hash that the log names"],
  ["contains", "has this device's update", "the update that this device sent is not in it"],
  ["follows", "follows the record before", "it does not follow the record before"],
  ["signature", "signature", "the signature is not of its key"],
  ["sameKey", "key as before", "another key signed it than before"],
];
