import type { ButtonHTMLAttributes } from "preact";
import { useIsOffline } from "./connected.ts";

export interface AskButtonProps extends Omit<ButtonHTMLAttributes, "disabled"> {
  disabled?: boolean;
}

/** A button that asks the coordinator something: not to be pressed while that is not reached. */
export function AskButton({ disabled = false, ...rest }: AskButtonProps) {
  const isOffline = useIsOffline();
  return <button type="button" {...rest} disabled={disabled || isOffline} />;
}
