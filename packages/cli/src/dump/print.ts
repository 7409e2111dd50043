import type { CArray, ElementType, uint8 } from 'carray';
import { blocks, bytesOf } from '../elements/blocks.js';
import { write } from '../output.js';
import type { Format, Looks, Subject } from './format.js';
import { makeFormat } from './make-format.js';

/** All that a text depends on but the bytes, in a form that can go to another thread. */
export interface Recipe {
  readonly subject: Omit<Subject, 'type'>;
  readonly typeText: string;
  readonly looks: Looks;
}

export const formatFor = ({ subject, looks }: Recipe, type: ElementType): Format =>
  makeFormat({ ...subject, type }, looks);

/** From so many bytes on, the start of threads is worth it. */
const WORTH_THREADS = 2 ** 24;

/** Writes the text of a file. */
export async function print(recipe: Recipe, type: ElementType, bytes: CArray<typeof uint8>): Promise<void> {
  const format = formatFor(recipe, type);
  const { byteOffset, byteLength } = recipe.subject;
  await writeSome(format.begin?.());
  const parts = blocksOf(format, bytes, byteOffset);
  const texts =
    format.isStateless && byteLength >= WORTH_THREADS && !isOfHeader(recipe.typeText)
      ? (await import('./threads.js')).textsByThreads(recipe, parts)
      : textsHere(format, parts);
  for await (const text of texts) await writeSome(text);
  await writeSome(format.end?.());
}

/** Threads would read the header again: it may be a pipe, and gone. */
const isOfHeader = (typeText: string): boolean => typeText.startsWith('@');

/** A block, and where it starts in the file. */
export interface Block {
  readonly bytes: Buffer;
  readonly byteOffset: number;
}

function* blocksOf(
  { unitBytes, blockBytes }: Format,
  bytes: CArray<typeof uint8>,
  byteOffset: number,
): Generator<Block> {
  const step = Math.max(1, Math.floor(blockBytes / unitBytes)) * unitBytes;
  for (const { first, elements } of blocks(bytes, { step })) {
    yield { bytes: bytesOf(elements), byteOffset: byteOffset + first };
  }
}

function* textsHere(format: Format, blocks: Iterable<Block>): Generator<Uint8Array | string> {
  for (const { bytes, byteOffset } of blocks) yield format.block(bytes, byteOffset);
}

const writeSome = async (text: Uint8Array | string = ''): Promise<void> => {
  if (text.length > 0) await write(text);
};
