// WebSocket frames as bytes (RFC 6455, section 5.2), right ones and wrong ones.

export interface FrameShape {
  /** 1: text, 2: bytes, 8: close, 9: ping; the others mean nothing or are forbidden. */
  opcode: number;
  isLast: boolean;
  /** Bits 4 to 6 of the first byte; 0 unless an extension was agreed on. */
  reserved: number;
  isMasked: boolean;
  /** The length that the frame says it has; null: the one it has. */
  claims: number | null;
}

const plain: FrameShape = { opcode: 1, isLast: true, reserved: 0, isMasked: true, claims: null };

/** The mask is zero: what is sent can be read in a capture. */
export function webSocketFrame(payload: Uint8Array, shape: Partial<FrameShape> = {}): Buffer {
  const { opcode, isLast, reserved, isMasked, claims } = { ...plain, ...shape };
  const first = (isLast ? 0x80 : 0) | ((reserved & 7) << 4) | (opcode & 15);
  const length = lengthBytes(claims ?? payload.length);
  length[0] = (length[0] ?? 0) | (isMasked ? 0x80 : 0);
  const mask = Buffer.alloc(isMasked ? 4 : 0);
  return Buffer.concat([Buffer.from([first]), length, mask, payload]);
}

export const textFrame = (text: string): Buffer => webSocketFrame(Buffer.from(text));
export const closeFrame = (): Buffer => webSocketFrame(new Uint8Array(), { opcode: 8 });

function lengthBytes(length: number): Buffer {
  if (length < 126) return Buffer.from([length]);
  if (length < 2 ** 16) {
    const bytes = Buffer.from([126, 0, 0]);
    bytes.writeUInt16BE(length, 1);
    return bytes;
  }
  const bytes = Buffer.alloc(9);
  bytes[0] = 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}
