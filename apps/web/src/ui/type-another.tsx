import { t } from "../i18n/en/frame.ts";

/** Where no room answers to a code there is another one to type. */
export function TypeAnother() {
  return (
    <a class="button" href="/">
      {t("typeAnother")}
    </a>
  );
}
