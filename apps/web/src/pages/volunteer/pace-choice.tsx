import { useState } from "preact/hooks";
import type { PageMessage } from "../../worker/messages.ts";

const paces = [
  { name: "Gentle", share: 0.4 },
  { name: "Normal", share: 0.75 },
  { name: "Full", share: 1 },
] as const;

/** How much of the time the device works; the rest it cools down between batches. */
export function PaceChoice({ send }: { send: (message: PageMessage) => void }) {
  const [chosen, setChosen] = useState(1);
  const choose = (share: number) => {
    setChosen(share);
    send({ type: "pace", share });
  };
  return (
    <fieldset class="pace">
      <legend>Pace</legend>
      <div class="row">
        {paces.map(({ name, share }) => (
          <label key={name} class="pace-option">
            <input
              type="radio"
              name="pace"
              checked={chosen === share}
              onChange={() => choose(share)}
            />
            {name}
            <span class="quiet">{share * 100} %</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
