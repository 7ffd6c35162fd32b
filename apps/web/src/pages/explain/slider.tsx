export interface SliderProps {
  id: string;
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** Its value in words. */
  words: string;
  onValue: (value: number) => void;
}

/** A range with its label and its value beside it. */
export function Slider({ id, label, value, min, max, step, words, onValue }: SliderProps) {
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        {...{ min, max, step, value }}
        aria-valuetext={words}
        onInput={(event) => onValue(event.currentTarget.valueAsNumber)}
      />
      <span class="number" aria-hidden="true">
        {words}
      </span>
    </div>
  );
}
