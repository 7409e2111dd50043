// Edits the pixels of an uncompressed BMP image (24 or 32 bits per pixel) in place, or into another file.
//
//   node bmp-edit.mjs FILE info                              its size and format
//   node bmp-edit.mjs FILE get X Y                           one pixel, as RRGGBB
//   node bmp-edit.mjs FILE fill X Y WIDTH HEIGHT RRGGBB [OUT]
//   node bmp-edit.mjs FILE grey [OUT]
//
// What the mapping gives: the image is an array of rows, which are arrays of pixels, and a store is an edit of the file. Filling a corner
// of a large photograph reads and writes the pages of that corner. With OUT the same code runs over a private copy-on-write mapping: the
// original stays as it is, pages that are not touched are not copied, and what comes out goes to OUT from the memory itself.
import { closeSync, openSync } from 'node:fs';
import { array, ctype, mapFile, munmap, struct, uint8 } from 'carray';

const Header = ctype(`
  #pragma pack(push, 1)
  struct { char magic[2]; uint32_t fileSize, reserved, pixelsAt, headerSize; int32_t width, height;
    uint16_t planes, bits; uint32_t compression, imageSize; int32_t xPerMeter, yPerMeter; uint32_t colours, important; };
  #pragma pack(pop)`);
const Colour = { blue: uint8, green: uint8, red: uint8 };
const Pixel = { 24: struct(Colour), 32: struct({ ...Colour, alpha: uint8 }) };
const BITFIELDS = 3; // as 32 bits without compression, in what programs write

/** The image in the bytes of a file: rows from the top down, whichever way the file has them. */
function imageOf(bytes) {
  if (bytes.length < Header.size) throw new Error('this is no BMP file');
  const { magic, pixelsAt, width, height, bits, compression } = bytes.cast(Header, 0, Header.size).get(0);
  if (magic !== 'BM') throw new Error('this is no BMP file');
  const pixel = Pixel[bits];
  if (!pixel || (compression !== 0 && compression !== BITFIELDS) || width <= 0)
    throw new Error(`${bits} bits per pixel with compression ${compression} cannot be edited`);
  const row = struct({ pixels: array(pixel, width) }, { align: 4 }); // rows are padded to 4 bytes
  const count = Math.abs(height);
  const rows = bytes.cast(row, pixelsAt, count * row.size); // ERR_OUT_OF_RANGE where the file has less
  return { width, height: count, bits, row: (y) => rows.ref(height > 0 ? count - 1 - y : y).pixels };
}

function checkInside({ width, height }, x, y, columns = 1, rows = 1) {
  if (x + columns <= width && y + rows <= height) return;
  throw new Error(`the image has ${width} x ${height} pixels`);
}

const edits = {
  fill(image, x, y, width, height, colour) {
    checkInside(image, x, y, width, height);
    const [red, green, blue] = Buffer.from(colour, 'hex');
    const value = image.bits === 24 ? { blue, green, red } : { blue, green, red, alpha: 255 };
    for (let at = y; at < y + height; at++) image.row(at).fill(value, x, x + width);
  },
  grey(image) {
    for (let y = 0; y < image.height; y++) {
      const row = image.row(y);
      for (let x = 0; x < image.width; x++) {
        const pixel = row.ref(x);
        const light = Math.round(0.299 * pixel.red + 0.587 * pixel.green + 0.114 * pixel.blue);
        pixel.red = pixel.green = pixel.blue = light;
      }
    }
  },
};

function edit(path, name, args, out) {
  const bytes = mapFile(path, { access: out === undefined ? 'read-write' : 'copy-on-write' });
  try {
    edits[name](imageOf(bytes), ...args);
    if (out === undefined) return bytes.mapping.flushSync();
    const fd = openSync(out, 'wx'); // never over an image that may be the mapped one
    bytes.writeTo(fd);
    closeSync(fd);
  } finally {
    munmap(bytes);
  }
}

function show(path, at) {
  const bytes = mapFile(path, { advice: 'random' });
  try {
    const image = imageOf(bytes);
    if (at === undefined)
      return console.log(`${image.width} x ${image.height}, ${image.bits} bits per pixel`);
    checkInside(image, ...at);
    const { red, green, blue } = image.row(at[1]).get(at[0]);
    console.log(Buffer.of(red, green, blue).toString('hex'));
  } finally {
    munmap(bytes);
  }
}

const isNumber = (text) => /^\d{1,9}$/.test(text);
const isColour = (text) => /^[0-9a-f]{6}$/i.test(text);

function main([path, command, ...rest]) {
  const place = rest.slice(0, command === 'fill' ? 4 : 2);
  const numbers = place.every(isNumber) ? place.map(Number) : undefined;
  if (command === 'info' && rest.length === 0) return show(path);
  if (command === 'get' && rest.length === 2 && numbers) return show(path, numbers);
  if (command === 'grey' && rest.length <= 1) return edit(path, 'grey', [], rest[0]);
  if (command === 'fill' && numbers && isColour(rest[4]) && rest.length <= 6)
    return edit(path, 'fill', [...numbers, rest[4]], rest[5]);
  console.error(
    'usage: node bmp-edit.mjs FILE info | get X Y | fill X Y WIDTH HEIGHT RRGGBB [OUT] | grey [OUT]',
  );
  process.exitCode = 2;
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`bmp-edit: ${process.argv[2]}: ${error.message}`);
  process.exitCode = 1;
}
