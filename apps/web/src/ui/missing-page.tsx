import { useEffect } from "preact/hooks";
import { Frame } from "./frame.tsx";

export function MissingPage() {
  useEffect(() => {
    document.title = "Not found - spikefed";
  }, []);
  return (
    <Frame code={null} online={null} data={null}>
      <main class="column stack">
        <h1>There is no page at this address</h1>
        <p>
          Spikefed trains one network of spiking neurons in many browser tabs at once. To take part,
          start at the join page.
        </p>
        <p>
          <a class="button" href="/">
            Start
          </a>
        </p>
      </main>
    </Frame>
  );
}
