import { cyan, dim, green, magenta, yellow } from '../style.js';
import { hex, printable } from '../text.js';
import type { LineLayout } from './line-layout.js';
import { Repeats } from './repeats.js';

type Paint = (text: string) => string;

const plain: Paint = (text) => text;

/** By kind of byte: zero, whitespace, what can be printed, other control characters, high ones. */
function paintOf(byte: number): Paint {
  if (byte === 0) return dim;
  if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return green;
  if (byte >= 0x80) return magenta;
  return byte < 0x20 || byte === 0x7f ? yellow : cyan;
}

/** Lines of bytes with a colour for each kind of byte: as many codes as there are changes of kind. */
export class ColouredLines {
  readonly #layout: LineLayout;
  readonly #repeats: Repeats;
  #isSqueezing = false;

  constructor(layout: LineLayout) {
    this.#layout = layout;
    this.#repeats = new Repeats(layout.bytesPerLine);
  }

  /** The lines of a block. `byteOffset` is that of its first byte. */
  block(bytes: Buffer, byteOffset: number): string {
    const { bytesPerLine, squeeze } = this.#layout;
    let text = '';
    for (let at = 0; at < bytes.length; at += bytesPerLine) {
      const isRepeat = squeeze && this.#repeats.isRepeat(bytes, at);
      if (!isRepeat) text += this.#line(bytes.subarray(at, at + bytesPerLine), byteOffset + at);
      else if (!this.#isSqueezing) text += '*\n';
      this.#isSqueezing = isRepeat;
    }
    this.#repeats.pass(bytes);
    return text;
  }

  #line(bytes: Buffer, byteOffset: number): string {
    const { digits, afterOffset, bytesPerLine, gapBefore, open, close } = this.#layout;
    const gap = (index: number): string => ' '.repeat(index === 0 ? 0 : gapBefore(index));
    let missing = '';
    for (let index = bytes.length; index < bytesPerLine; index++) missing += `${gap(index)}  `;
    const numbers = painted(bytes, (byte, index) => gap(index) + hex(byte, 2));
    const characters = painted(bytes, (byte) => printable([byte]));
    return `${dim(hex(byteOffset, digits))}${afterOffset}${numbers}${missing}${open}${characters}${close}\n`;
  }
}

/** The texts of all bytes, side by side, those of a kind in one piece. */
function painted(bytes: Buffer, textOf: (byte: number, index: number) => string): string {
  let text = '';
  let run = '';
  let paint = plain;
  for (const [index, byte] of bytes.entries()) {
    const next = paintOf(byte);
    if (next !== paint) {
      text += paint(run);
      run = '';
      paint = next;
    }
    run += textOf(byte, index);
  }
  return text + paint(run);
}
