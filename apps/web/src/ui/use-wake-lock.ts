import { useEffect, useMemo, useState } from "preact/hooks";
import { browserWakeWorld, keepAwake, type WakeState } from "../device/wake-lock.ts";

/** Keeps the screen on while `wanted`; answers whether the browser lets it. */
export function useWakeLock(wanted: boolean): WakeState {
  const [state, setState] = useState<WakeState>("off");
  const keeper = useMemo(() => keepAwake(browserWakeWorld(), setState), []);
  useEffect(() => void keeper.set(wanted), [wanted]);
  useEffect(() => () => void keeper.dispose(), []);
  return state;
}
