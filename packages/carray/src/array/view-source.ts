import { types } from 'node:util';
import { invalidType } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';

/** Bytes that the caller has: a part of a buffer. */
export interface ViewSource {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** The bytes of a buffer or of a view; throws for anything else, and for what is detached. */
export function viewSource(buffer: unknown): ViewSource {
  if (ArrayBuffer.isView(buffer)) {
    refuseDetached(buffer.buffer);
    return buffer;
  }
  if (types.isAnyArrayBuffer(buffer)) {
    refuseDetached(buffer);
    return { buffer, byteOffset: 0, byteLength: buffer.byteLength };
  }
  throw invalidType('buffer', 'an ArrayBuffer, a typed array, a DataView or a Buffer', buffer);
}

function refuseDetached(buffer: ArrayBufferLike): void {
  try {
    new Uint8Array(buffer, 0, 0); // the engine refuses it for no other reason
  } catch {
    throw typeError(
      'ERR_MAPPING_UNMAPPED',
      'The ArrayBuffer is detached: its memory cannot be used any more',
    );
  }
}
