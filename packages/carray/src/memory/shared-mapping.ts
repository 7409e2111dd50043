import type { ShareToken } from '@carray/backend';
import type { FileFacts } from './backing-file.js';
import type { ByteRun } from './byte-runs.js';
import type { Access } from './mapping-facts.js';

/** What another thread has to know of a mapping to use it as its own. Structured cloning copies it. */
export interface SharedMapping {
  /** Undefined for the mapping of an empty file. */
  readonly region: ShareToken | undefined;
  readonly byteLength: number;
  readonly pageSize: number;
  readonly fileOffset: number;
  readonly path: string | undefined;
  readonly flags: number;
  readonly access: Access;
  readonly reach: number;
  readonly file: FileFacts | undefined;
  readonly exposeWritable: boolean;
  readonly canFault: boolean;
  /** PROT_* bits, run by run. */
  readonly protections: readonly ByteRun[];
}
