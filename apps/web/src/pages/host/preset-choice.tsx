import { PRESETS, type PresetName, type RunSettings } from "@spikefed/protocol";
import { t } from "../../i18n/en/methods.ts";
import { presetWords } from "../../state/preset-words.ts";

export interface PresetChoiceProps {
  /** As chosen and typed so far. */
  settings: RunSettings;
  onChoose: (preset: PresetName) => void;
}

export function PresetChoice({ settings, onChoose }: PresetChoiceProps) {
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
              checked={preset === settings.preset}
              onChange={() => onChoose(preset)}
            />
            <span>
              {presetWords(preset, settings).title}
              <span class="help block">{presetWords(preset, settings).help}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
