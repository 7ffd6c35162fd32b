// The record that counted this device, as rows under "This device".

import type { Receipt } from "@spikefed/volunteer";
import { t } from "../i18n/en/details.ts";
import type { DeviceRow } from "./device-row.ts";

export function receiptRows(receipt: Receipt | null): DeviceRow[] {
  if (receipt === null) return [[t("lastRecord"), t("noRecord")]];
  const { round, record, key, problem } = receipt;
  return [
    [t("lastRecord"), t("recordOfRound", { round, record })],
    [t("recordKey"), key ?? t("notKnown")],
    [t("recordChecked"), checkWords(receipt)],
    ...(problem === null ? [] : [[t("recordProblem"), problem, "en"] satisfies DeviceRow]),
  ];
}

/** What is wrong comes first and alone; what could not be looked at is said, not passed over. */
function checkWords(receipt: Receipt): string {
  const { problem, hash } = receipt;
  if (problem !== null) return t("recordUnread");
  if (hash === null) return t("beingFetched");
  const wrong = checks.filter((name) => receipt[name] === false).map((name) => t(`${name}Wrong`));
  if (wrong.length > 0) return t("wrong", { problems: wrong.join(t("between")) });
  return checks
    .map((name) => t(receipt[name] === null ? "notChecked" : "yes", { check: t(`${name}Right`) }))
    .join(t("between"));
}

const checks = ["hash", "contains", "follows", "signature", "sameKey"] as const;
