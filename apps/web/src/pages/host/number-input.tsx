import type { ListField } from "../../state/drops-field.ts";
import { t } from "../../i18n/en/settings.ts";
import { rangeText, type NumberField } from "../../state/settings-fields.ts";

export interface NumberInputProps {
  field: NumberField | ListField;
  texts: Readonly<Record<string, string>>;
  problems: ReadonlyMap<string, string>;
  onType: (key: string, text: string) => void;
}

/** One setting: label with unit, range and default, one sentence, and what is wrong with it. */
export function NumberInput({ field, texts, problems, onType }: NumberInputProps) {
  const { key, label, unit, empty, help } = field;
  const isList = "range" in field;
  const problem = problems.get(key);
  const unitText = unit === null ? "" : `, ${t(unit)}`;
  const meaning = empty === null ? null : t(empty);
  return (
    <div class="field">
      <label for={`set-${key}`}>
        {t(label)}
        <span class="unit">{unitText}</span>
      </label>
      <input
        id={`set-${key}`}
        inputMode={isList ? "text" : "decimal"}
        autocomplete="off"
        value={texts[key] ?? ""}
        placeholder={meaning ?? ""}
        aria-describedby={`help-${key}`}
        aria-invalid={problem !== undefined}
        onInput={(event) => onType(key, event.currentTarget.value)}
      />
      <p id={`help-${key}`} class="help">
        {problem === undefined ? null : <strong class="wrong">{problem} </strong>}
        {t(help)} {isList ? field.range() : rangeText(field)}
        {meaning === null ? null : ` ${t("empty", { meaning })}`}
      </p>
    </div>
  );
}
