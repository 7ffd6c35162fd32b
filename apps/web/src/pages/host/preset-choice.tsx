import { PRESETS, type PresetName } from "@spikefed/protocol";
import { t } from "../../i18n/en/methods.ts";
import { presetWords } from "../../state/preset-words.ts";

export interface PresetChoiceProps {
  value: PresetName;
  onChoose: (preset: PresetName) => void;
}

export function PresetChoice({ value, onChoose }: PresetChoiceProps) {
  return (
    <fieldset class="stack tight">
      <legend>{t("network")}</legend>
      <div class="choices">
        {PRESETS.map((preset) => (
          <label key={preset} class="choice">
            <input
              type="radio"
              name="preset"
              value={preset}
              checked={preset === value}
              onChange={() => onChoose(preset)}
            />
            <span>
              {presetWords(preset).title}
              <span class="help block">{presetWords(preset).help}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
