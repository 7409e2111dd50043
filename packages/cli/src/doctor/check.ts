import type { BackendName } from 'carray';

/** What `carray doctor` has found out about one thing, as --json prints it. */
export interface Check {
  /** Which backend, or the system. */
  readonly part: BackendName | 'system';
  readonly name: string;
  readonly status: 'ok' | 'failed' | 'skipped';
  /** What was found, in one line. */
  readonly detail?: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** What the process that tries a backend sends: a step has begun, or ended. */
export type Message =
  | { readonly name: string; readonly advice: string; readonly status: 'begun' }
  | {
      readonly name: string;
      readonly advice: string;
      readonly status: Check['status'];
      readonly detail?: string;
    };

/** The name of the first step: without it there are no others. */
export const LOADS = 'loads';

/** The shared memory that a try makes, and removes. */
export const sharedName = (backend: string, directory: string): string =>
  `carray-doctor-${backend}-${directory.replace(/.*[-/]/, '')}`;
