import { writeSync } from 'node:fs';

/** What a pipe takes as a whole or not at all. */
const PIPE_BUF = process.platform === 'linux' ? 4096 : 512;

/**
 * write(2): how many bytes were written, which may be fewer than there are.
 *
 * @param byteOffset where the bytes are in their memory, which starts with a page.
 */
export const write: (fd: number, bytes: Uint8Array, byteOffset: number) => number =
  'deno' in process.versions ? writePieces : (fd, bytes) => writeSync(fd, bytes, 0, bytes.length);

/**
 * writeSync of Deno goes on until all is written, and where it fails it does not tell how much was. So it gets pieces that go as a whole
 * or not at all, none with bytes of two pages, of which one may be at fault:
 *
 *   memory   |       |       |       |       |    multiples of PIPE_BUF, and so the pages too
 *   pieces       |---|-------|-------|--|
 */
function writePieces(fd: number, bytes: Uint8Array, byteOffset: number): number {
  let done = 0;
  try {
    while (done < bytes.length) {
      const size = Math.min(bytes.length - done, PIPE_BUF - ((byteOffset + done) % PIPE_BUF));
      done += writeSync(fd, bytes, done, size);
    }
  } catch (error) {
    if (done === 0) throw error; // else the next call meets it again, as with write(2)
  }
  return done;
}
