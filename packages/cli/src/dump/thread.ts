import { parentPort, workerData } from 'node:worker_threads';
import { elementTypeOf } from '../element-type.js';
import { formatFor, type Recipe } from './print.js';
import type { Answer } from './threads.js';

/** The other side of `Thread`: a block comes in, its text goes out. */
const recipe: Recipe = workerData;
const format = formatFor(recipe, elementTypeOf(recipe.typeText));

parentPort?.on('message', ({ bytes, byteOffset }: { bytes: Uint8Array; byteOffset: number }) => {
  const answer = answerTo(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), byteOffset);
  const buffer = 'text' in answer ? answer.text.buffer : undefined;
  parentPort?.postMessage(answer, buffer instanceof ArrayBuffer ? [buffer] : []);
});

function answerTo(bytes: Buffer, byteOffset: number): Answer {
  try {
    const text = format.block(bytes, byteOffset);
    return { text: typeof text === 'string' ? new TextEncoder().encode(text) : new Uint8Array(text) };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}
