// Counts the lines, words and bytes of files of any size, as wc does, on all processors at once.
//
//   node word-count.mjs FILE...
//
// What the mapping gives: no thread opens, reads or copies anything. The main thread maps the file, gives the others a token of it, and each
// counts its part of the same pages, looking at the byte in front of its part, whoever that belongs to. A file larger than the memory
// works too, and one that somebody makes shorter meanwhile is an error, not a wrong count (with the ffi backend it is SIGBUS).
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { attach, mapFile, munmap, uint8 } from 'carray';

/** Bytes that are worth a thread of their own. */
const PART = 2 ** 24;
/** Bytes of one raw view: one view of a whole file would not do from 4 GiB on. */
const WINDOW = 2 ** 28;

const NEWLINE = 10;
const isSpace = new Uint8Array(256);
for (const byte of Buffer.from(' \t\n\v\f\r')) isSpace[byte] = 1;

/** Counts the words that begin, and the lines that end, from one byte up to another. */
function count(bytes, from, to) {
  let lines = 0;
  let words = 0;
  let afterSpace = from === 0 ? 1 : isSpace[bytes.get(from - 1)];
  for (let start = from; start < to; start += WINDOW) {
    const view = bytes.subarray(start, Math.min(start + WINDOW, to)).typedArray;
    for (let index = 0; index < view.length; index++) {
      const byte = view[index];
      const space = isSpace[byte];
      if (byte === NEWLINE) lines++;
      words += afterSpace & (space ^ 1);
      afterSpace = space;
    }
    bytes.get(start); // a raw view cannot throw: the next call says if a page of it was gone
  }
  return { lines, words };
}

function countInThread(file, from, to) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { file, from, to } });
    worker.once('message', resolve).once('error', reject);
  });
}

async function countFile(path) {
  const bytes = mapFile(path, { advice: 'sequential' });
  try {
    const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(bytes.length / PART)));
    if (threads === 1) return { ...count(bytes, 0, bytes.length), bytes: bytes.length };
    const step = Math.ceil(bytes.length / threads);
    const file = bytes.share();
    const parts = Array.from({ length: threads }, (_, index) =>
      countInThread(file, index * step, Math.min((index + 1) * step, bytes.length)),
    );
    const counts = await Promise.all(parts);
    const sum = (name) => counts.reduce((total, each) => total + each[name], 0);
    return { lines: sum('lines'), words: sum('words'), bytes: bytes.length };
  } finally {
    munmap(bytes); // each thread has its own: the pages go with the last
  }
}

async function main(paths) {
  const rows = [];
  for (const path of paths) {
    try {
      rows.push({ ...(await countFile(path)), path });
    } catch (error) {
      if (error.code === undefined) throw error;
      console.error(`word-count: ${path}: ${error.message}`);
      process.exitCode = 1;
    }
  }
  const sum = (name) => rows.reduce((total, row) => total + row[name], 0);
  if (paths.length > 1)
    rows.push({ lines: sum('lines'), words: sum('words'), bytes: sum('bytes'), path: 'total' });
  for (const { lines, words, bytes, path } of rows) console.log(`${lines} ${words} ${bytes} ${path}`);
}

if (!isMainThread) {
  const { file, from, to } = workerData;
  const bytes = attach(file, uint8);
  parentPort.postMessage(count(bytes, from, to));
  munmap(bytes);
} else if (process.argv.length < 3) {
  console.error('usage: node word-count.mjs FILE...');
  process.exitCode = 2;
} else {
  await main(process.argv.slice(2));
}
