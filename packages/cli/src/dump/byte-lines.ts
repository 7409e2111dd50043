import type { LineLayout } from './line-layout.js';
import { LineWriter } from './line-writer.js';
import { Repeats } from './repeats.js';

const NEWLINE = 10;
const STAR = 42;

/** Lines of bytes, without those that repeat the one before where the layout leaves them out. */
export class ByteLines {
  readonly #layout: LineLayout;
  readonly #writer: LineWriter;
  readonly #repeats: Repeats;
  #isSqueezing = false;

  constructor(layout: LineLayout) {
    this.#layout = layout;
    this.#writer = new LineWriter(layout);
    this.#repeats = new Repeats(layout.bytesPerLine);
  }

  /** The lines of a block, until the next call. `byteOffset` is that of its first byte. */
  block(bytes: Buffer, byteOffset: number): Uint8Array {
    const { bytesPerLine, squeeze } = this.#layout;
    if (squeeze && this.#isSqueezing && this.#repeats.isAllRepeat(bytes)) return bytes.subarray(0, 0);
    const target = this.#writer.targetFor(Math.ceil(bytes.length / bytesPerLine));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let end = 0;
    for (let from = 0; from < bytes.length; from += bytesPerLine) {
      if (!squeeze || !this.#repeats.isRepeat(bytes, from)) {
        this.#isSqueezing = false;
        end = this.#writer.line(view, from, byteOffset + from, end);
      } else if (!this.#isSqueezing) {
        this.#isSqueezing = true;
        target[end++] = STAR;
        target[end++] = NEWLINE;
      }
    }
    if (squeeze) this.#repeats.pass(bytes);
    return target.subarray(0, end);
  }
}
