/** How the figures come about, for who wants to cite them. */
export function Method() {
  return (
    <details>
      <summary>How is it measured?</summary>
      <ul class="method stack tight">
        <li>
          Ours and tfjs ops run in turns on the same device. What is shown is the median of the
          pairs: other work on the machine slows both.
        </li>
        <li>
          Every share is one of the fastest matrix product and the fastest copy that plain WGSL
          reached in the same run. The roof is what both allow together.
        </li>
        <li>
          Operations are counted from the equations, so work that a memory plan repeats counts once.
          A kernel whose result is not that of tfjs gets no time.
        </li>
        <li>
          Images a second are those of whole training steps, with the update, read back as in
          training. Peak is the most memory of graphics buffers at one time.
        </li>
        <li>Nothing leaves this page but what you copy or save.</li>
      </ul>
    </details>
  );
}
