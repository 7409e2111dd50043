import { createReadStream } from 'node:fs';
import { UsageError } from '../errors.js';

/** A path as the system has it: bytes where they are no text. */
export type Path = string | Buffer;

export interface PathOptions {
  /** A file with paths, `-` for standard input. */
  readonly filesFrom?: string;
  /** Whether they end with NUL in place of a newline. */
  readonly null?: boolean;
}

/** The paths of the command line, then those of the list. @throws what the list cannot be read for */
export async function* pathsOf(given: readonly string[], options: PathOptions): AsyncGenerator<Path> {
  yield* given;
  if (options.filesFrom !== undefined) yield* listed(options.filesFrom, options.null ? 0 : 0x0a);
}

/** @throws UsageError where no path is given, nor a list of them. */
export function checkPaths(given: readonly string[], options: PathOptions): void {
  if (options.null && options.filesFrom === undefined) {
    throw new UsageError('-0 is about the list of --files-from, which is not given');
  }
  if (given.length === 0 && options.filesFrom === undefined) {
    throw new UsageError('no path: name files or directories, or a list of them with --files-from');
  }
}

/** Read as they are needed: the list may be longer than memory. Empty lines are no paths. */
async function* listed(list: string, end: number): AsyncGenerator<Path> {
  const stream: AsyncIterable<Buffer> = list === '-' ? process.stdin : createReadStream(list);
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of stream) {
    rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
    let from = 0;
    for (let at = rest.indexOf(end); at >= 0; at = rest.indexOf(end, from)) {
      if (at > from) yield asPath(rest.subarray(from, at));
      from = at + 1;
    }
    rest = rest.subarray(from);
  }
  if (rest.length > 0) yield asPath(rest);
}

/** Text wherever it is some. */
export function asPath(bytes: Buffer): Path {
  const text = bytes.toString();
  return text.includes('\ufffd') && !Buffer.from(text).equals(bytes) ? Buffer.from(bytes) : text;
}

/** A path of something inside a directory. */
export function inside(directory: Path, name: Path): Path {
  if (typeof directory === 'string' && typeof name === 'string')
    return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
  return Buffer.concat([Buffer.from(directory), Buffer.from('/'), Buffer.from(name)]);
}
