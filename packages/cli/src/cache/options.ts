import type { Position } from '../arguments/position.js';
import type { Range } from '../arguments/range.js';
import type { GlobalOptions } from '../library.js';
import type { PathOptions } from './paths.js';

/** What the commands of the page cache have in common. */
export interface CacheOptions extends GlobalOptions, PathOptions {
  readonly follow?: boolean;
  readonly oneFileSystem?: boolean;
  readonly maxFileSize?: Position;
  readonly range?: Range;
  readonly summary?: boolean;
  readonly json?: boolean;
}
