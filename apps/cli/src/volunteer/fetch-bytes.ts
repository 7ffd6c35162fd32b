// A file by HTTP GET with progress, for Node.

import { httpGet, type GetOptions } from "./http-get.ts";

/** @throws when the status is not 200 or the connection ends early. */
export async function fetchBytes(
  url: string,
  onProgress: (done: number, total: number) => void,
  options: GetOptions = {},
): Promise<Uint8Array> {
  const response = await httpGet(url, options);
  if (response.statusCode !== 200) {
    response.resume();
    throw new Error(`status ${response.statusCode}`);
  }
  const total = Number(response.headers["content-length"] ?? 0);
  const parts: Uint8Array[] = [];
  let done = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    done += part.length;
    onProgress(done, Math.max(done, total));
  }
  return new Uint8Array(Buffer.concat(parts));
}
