import { useEffect, useRef } from "preact/hooks";
import { t as tFrame } from "../../i18n/en/frame.ts";
import { t } from "../../i18n/en/volunteer.ts";

/**
 * For screen readers; the eye reads the status sentence right below it. Whoever leaves presses a button
 * that goes with the training: the focus comes here then, and with it the sentence into view. Who is at
 * something that stays is left there.
 */
export function PageHeading({ code, hasLeft }: { code: string; hasLeft: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasLeft && document.activeElement === document.body) heading.current?.focus();
  }, [hasLeft]);
  return (
    <h1 ref={heading} class="visually-hidden" tabIndex={-1}>
      {hasLeft ? tFrame("room", { code }) : t("volunteeringIn", { code })}
    </h1>
  );
}
