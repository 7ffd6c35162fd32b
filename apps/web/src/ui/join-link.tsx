import { t } from "../i18n/en/room.ts";
import { access } from "../net/access.ts";

const onlyHere = /^(localhost|127\.|\[::1\])/.test(location.hostname);

/** The address that volunteers open: of this page, or where others reach this computer. */
export function useJoinLink(code: string): string {
  return `${originForOthers() ?? location.origin}/j/${code}`;
}

/** A localhost link on a wall helps nobody: say so. */
export function LocalOnly() {
  if (!onlyHere || originForOthers() !== null) return null;
  return <p class="quiet">{t("onlyHere")}</p>;
}

/** Null: the address of this page will do, or there is no other. */
function originForOthers(): string | null {
  return onlyHere ? (access()?.origin ?? null) : null;
}
