import { useEffect, useState } from "preact/hooks";

/** Letters of the chart in pixels: 28 on a 1080p wall, smaller on a phone. */
export function useTextSize(): number {
  const measure = () => Math.round(Math.min(32, Math.max(16, innerWidth * 0.0147)));
  const [size, setSize] = useState(measure);
  useEffect(() => {
    const resize = () => setSize(measure());
    addEventListener("resize", resize);
    return () => removeEventListener("resize", resize);
  }, []);
  return size;
}
