/** An ArrayBuffer of a runtime that can move its memory to another one. */
interface Movable {
  transfer(): ArrayBuffer;
}

/** Whether this runtime has `ArrayBuffer.prototype.transfer`. */
export const canMove = isMovable(new ArrayBuffer(0));

/** Moves the memory of a buffer to a new one. */
export function move(buffer: ArrayBuffer): ArrayBuffer {
  if (!isMovable(buffer)) throw new Error('Cannot move a buffer: this runtime has no transfer()');
  return buffer.transfer();
}

function isMovable(buffer: ArrayBuffer): buffer is ArrayBuffer & Movable {
  return 'transfer' in buffer && typeof buffer.transfer === 'function';
}
