// Whether the coordinator is reached: for what asks it something, wherever on the page that is.

import { signal, type ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export const Connected = createContext<ReadonlySignal<boolean>>(signal(true));

/** What asks the coordinator something is not to be pressed then. */
export const useIsOffline = (): boolean => !useContext(Connected).value;
