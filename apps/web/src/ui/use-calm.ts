// What is out of sight follows the news slowly: drawing it with each of them is work that nobody sees.

import { effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useMemo } from "preact/hooks";

/** Out of sight it is at most so old, milliseconds: searches of the page and screen readers find it. */
const CALM_MS = 1000;

/** What is told: at once while the place is in sight, else once a second. */
export function useCalm<T>(
  told: ReadonlySignal<T>,
  place: RefObject<HTMLElement>,
): ReadonlySignal<T> {
  const isSeen = useMemo(() => signal(true), []);
  const calm = useMemo(() => signal(told.peek()), [told]);
  useEffect(() => watchSight(place.current, isSeen), [place, isSeen]);
  useEffect(() => followCalmly(told, calm, isSeen), [told, calm, isSeen]);
  return calm;
}

function watchSight(element: HTMLElement | null, isSeen: Signal<boolean>): () => void {
  if (element === null) return () => undefined;
  const look = (entries: IntersectionObserverEntry[]) => {
    isSeen.value = entries.at(-1)?.isIntersecting ?? true;
  };
  const observer = new IntersectionObserver(look);
  observer.observe(element);
  return () => observer.disconnect();
}

/** Writes into `calm` what is told, until the returned function is called. */
export function followCalmly<T>(
  told: ReadonlySignal<T>,
  calm: Signal<T>,
  isSeen: ReadonlySignal<boolean>,
): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const catchUp = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    calm.value = told.peek();
  };
  const stop = effect(() => {
    void told.value;
    if (isSeen.value) catchUp();
    else timer ??= setTimeout(catchUp, CALM_MS);
  });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}
