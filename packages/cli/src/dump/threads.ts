import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Block, Recipe } from './print.js';

/** Texts are made by so many threads at most: the writing of them is one thread's. */
const MOST_THREADS = 4;
/** Blocks that a thread has at a time: the next one waits for it, and not the other way round. */
const BLOCKS_EACH = 2;

/** What a thread answers to a block. */
export type Answer = { readonly text: Uint8Array } | { readonly error: Error };

type Text = Uint8Array | string;

/** The texts of the blocks, in their order, made by several threads. */
export async function* textsByThreads(recipe: Recipe, blocks: Iterable<Block>): AsyncGenerator<Text> {
  const threads = Array.from(
    { length: Math.min(availableParallelism(), MOST_THREADS) },
    () => new Thread(recipe),
  );
  const pending: Promise<Text>[] = [];
  try {
    let turn = 0;
    for (const block of blocks) {
      const thread = threads[turn++ % threads.length];
      if (thread !== undefined) pending.push(thread.textOf(block));
      if (pending.length >= threads.length * BLOCKS_EACH) yield await first(pending);
    }
    while (pending.length > 0) yield await first(pending);
  } finally {
    for (const text of pending) text.catch(() => {}); // nobody asks any more
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

const first = (pending: Promise<Text>[]): Promise<Text> => pending.shift() ?? Promise.resolve('');

interface Waiting {
  resolve(text: Text): void;
  reject(error: unknown): void;
}

/** A thread that makes texts, and answers in the order of the blocks. */
class Thread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];

  constructor(recipe: Recipe) {
    this.#worker = new Worker(join(__dirname, 'dump', 'thread.js'), { workerData: recipe });
    this.#worker.on('message', (answer: Answer) => {
      const waiting = this.#waiting.shift();
      if ('error' in answer) waiting?.reject(answer.error);
      else waiting?.resolve(answer.text);
    });
    this.#worker.on('error', (error) => this.#failAll(error));
    this.#worker.on('exit', () => this.#failAll(new Error('a thread that makes texts has ended')));
  }

  /** The bytes go to the thread: they are gone here. */
  textOf({ bytes, byteOffset }: Block): Promise<Text> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const { buffer } = bytes;
      this.#worker.postMessage({ bytes, byteOffset }, buffer instanceof ArrayBuffer ? [buffer] : []);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #failAll(error: unknown): void {
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }
}
