import { t } from "../i18n/en/room.ts";

/** The address that volunteers open, at the same host as this page. */
export function joinLink(code: string): string {
  return `${location.origin}/j/${code}`;
}

const onlyHere = /^(localhost|127\.|\[::1\])/.test(location.hostname);

/** A localhost link on a wall helps nobody: say so. */
export function LocalOnly() {
  if (!onlyHere) return null;
  return <p class="quiet">{t("onlyHere")}</p>;
}
