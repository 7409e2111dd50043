/** A BMP image, made and read by arithmetic alone. */
export interface Bitmap {
  readonly file: Buffer;
  /** Where the three bytes of a pixel are, blue first; rows count from the top. */
  place(x: number, y: number): number;
}

export interface BitmapShape {
  readonly width: number;
  readonly height: number;
  readonly bits: 24 | 32;
  /** Whether the first row of the file is the top one. */
  readonly isTopDown: boolean;
}

/** An image of pixels that all differ from their neighbours. */
export function bitmapOf({ width, height, bits, isTopDown }: BitmapShape): Bitmap {
  const bytes = bits / 8;
  const row = Math.ceil((width * bytes) / 4) * 4;
  const file = Buffer.alloc(54 + row * height);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(isTopDown ? -height : height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bits, 28);
  const place = (x: number, y: number) => 54 + (isTopDown ? y : height - 1 - y) * row + x * bytes;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      file.writeUIntLE(((x * 7919 + y * 104_729) & 0xffffff) >>> 0, place(x, y), 3);
  }
  return { file, place };
}
