import { t } from "../i18n/en/picture.ts";
import { useEffect, useRef } from "preact/hooks";

const SIDE = 32;

export interface PhotoProps {
  /** Planar R, G, B, row-major, 3 x 32 x 32. */
  pixels: Uint8Array;
  /** What is on it. */
  name: string;
}

export function Photo({ pixels, name }: PhotoProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext("2d")?.putImageData(interleave(pixels), 0, 0);
  }, [pixels]);
  return (
    <canvas
      ref={canvas}
      class="photo"
      width={SIDE}
      height={SIDE}
      role="img"
      aria-label={t("pictureOf", { name, side: SIDE })}
    />
  );
}

function interleave(pixels: Uint8Array): ImageData {
  const image = new ImageData(SIDE, SIDE);
  const plane = SIDE * SIDE;
  for (let i = 0; i < plane; i++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[4 * i + channel] = pixels[channel * plane + i] ?? 0;
    }
    image.data[4 * i + 3] = 255;
  }
  return image;
}
