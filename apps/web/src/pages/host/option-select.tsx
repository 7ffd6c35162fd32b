// One choice of several, with a sentence about the one that is chosen.

export interface Option<Value extends string> {
  value: Value;
  title: string;
  help: string;
}

export interface OptionSelectProps<Value extends string> {
  id: string;
  label: string;
  options: readonly Option<Value>[];
  value: Value;
  onChoose: (value: Value) => void;
}

export function OptionSelect<Value extends string>(props: OptionSelectProps<Value>) {
  const { id, label, options, value, onChoose } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        aria-describedby={`${id}-help`}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
      <p id={`${id}-help`} class="help" aria-live="polite">
        {options.find((option) => option.value === value)?.help}
      </p>
    </div>
  );
}
