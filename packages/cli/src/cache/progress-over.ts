import type { Api } from 'carray';
import { Progress } from '../progress.js';
import { bytesUnder } from './each-file.js';
import type { CacheOptions } from './options.js';

/** A bar for all bytes under the paths, which are summed up where somebody sees it. A list that comes along a pipe comes once. */
export async function progressOver(
  api: Api,
  given: readonly string[],
  options: CacheOptions,
): Promise<Progress> {
  const isKnown = process.stderr.isTTY === true && options.filesFrom === undefined;
  return new Progress({ total: isKnown ? await bytesUnder(given, api, options) : undefined });
}
