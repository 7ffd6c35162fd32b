/** 22 letters and digits, from the browser's own randomness; works without https too. */
export function randomId(): string {
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  return Array.from(bytes, (byte) => signs[byte & 63]).join("");
}
