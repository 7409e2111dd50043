import type { Api, CArray, uint8 } from 'carray';
import type { Choice } from '../library.js';

/** What the steps of the tour have in common. */
export interface Tour {
  readonly api: Api;
  readonly backend: Choice;
  /** The file that the tour is about. Nothing here changes it. */
  readonly path: string;
  /** All of the file, mapped read-only. */
  readonly file: CArray<typeof uint8>;
  /** How long mapping it took, the first call of the process. */
  readonly mappedInMs: number;
  /** A file of the tour's own that may be changed: SCRATCH_NUMBERS times uint32, zeros at first. */
  readonly scratch: string;
}

/** One thing that the tour shows: its title comes first, what `run` returns below it. */
export interface Step {
  readonly title: string;
  run(tour: Tour): readonly string[] | Promise<readonly string[]>;
}
