import { chooseLanguage, languageFailed } from "../i18n/choose-language.ts";
import { currentLanguage } from "../i18n/current-language.ts";
import { t } from "../i18n/en/frame.ts";
import { languageCodes, languages, PSEUDO, type LanguageCode } from "../i18n/languages.ts";

export function LanguageSwitch() {
  const { code } = currentLanguage.value;
  const offered = languageCodes.filter((known) => known !== PSEUDO || known === code);
  const choose = ({ currentTarget }: { currentTarget: HTMLSelectElement }) => {
    void chooseLanguage(currentTarget.value as LanguageCode).then(() => {
      currentTarget.value = currentLanguage.value.code; // as before, when the words did not arrive
    });
  };
  return (
    <>
      <select class="language" aria-label={t("language")} value={code} onChange={choose}>
        {offered.map((known) => (
          <option key={known} value={known} lang={known}>
            {languages[known].name}
          </option>
        ))}
      </select>
      <span class="live" role="status">
        {languageFailed.value ? t("languageFailed") : null}
      </span>
    </>
  );
}
