import { checkBoolean, checkCount, checkOptions } from '../arguments/check.js';
import { invalidValue } from '../errors/arguments.js';
import { type Advice, adviceNumber, isDestructive } from '../memory/advice.js';
import { checkElementType } from '../types/check.js';
import type { ElementType } from '../types/element-type.js';
import { uint8 } from '../types/numbers.js';

/** How a file is mapped, in one word: what may be done with the elements, and where stores go. */
export type FileAccess = 'read' | 'read-write' | 'copy-on-write';

/** Options of `mapFile`. All are checked before anything is opened. */
export interface MapFileOptions<E extends ElementType> {
  /** Type of the elements; default uint8. */
  type?: E;
  /**
   * 'read' (default): stores are refused. 'read-write': stores reach the file and everyone who maps it.
   * 'copy-on-write': stores stay in this process, the file never changes.
   */
  access?: FileAccess;
  /** First byte of the file; any byte: the mapping starts with its page. Default 0. */
  byteOffset?: number | bigint;
  /** Elements, from 0 on; default: as many whole ones as the file has from `byteOffset` on. A device does not tell: it must be given. */
  length?: number | bigint;
  /** With 'read-write' and a path: makes the file, for its owner alone (mode 0600), where there is none. Default false. */
  create?: boolean;
  /** With 'read-write' and `length`: makes the file as long as that needs, blocks of the disk reserved. Default false. */
  grow?: boolean;
  /** How the file will be used, for the system: 'random', 'sequential', 'willneed' ...; see `mapping.advise`. Default: nothing is said. */
  advice?: Advice;
  /** Reads all pages in before the call returns; none becomes dirty, and none is copied. Needs Linux 5.14. Default false. */
  populate?: boolean;
  /**
   * Bytes of address space that are set aside, from `byteOffset` on: up to there `resize` does not move the array. It costs no
   * memory. Default: what the array takes.
   */
  maxByteLength?: number | bigint;
  /**
   * Reads all pages in before the call returns, and keeps them in the machine's memory: `mapping.lock`. With 'copy-on-write' each
   * page becomes a copy. Default false.
   */
  lock?: boolean;
  /** Lets the array reach past the end of the file; elements there throw ERR_MAPPING_FAULT until it has grown. Default false. */
  allowPastEnd?: boolean;
}

/** The options, checked and complete. */
export interface MapFileRequest<E extends ElementType> {
  readonly type: E;
  readonly access: FileAccess;
  /** Bytes. */
  readonly byteOffset: number;
  /** Elements; undefined for all that there are. */
  readonly length: number | undefined;
  readonly create: boolean;
  readonly grow: boolean;
  readonly advice: Advice | undefined;
  readonly populate: boolean;
  readonly maxByteLength: number;
  readonly lock: boolean;
  readonly allowPastEnd: boolean;
}

const NAMES = [
  'type',
  'access',
  'byteOffset',
  'length',
  'create',
  'grow',
  'advice',
  'populate',
  'maxByteLength',
  'lock',
  'allowPastEnd',
];

/** Checks every option, before anything is opened. */
export function checkMapFileOptions<E extends ElementType>(options: MapFileOptions<E>): MapFileRequest<E> {
  checkOptions(options, NAMES);
  const { type = uint8 as ElementType as E, access = 'read', byteOffset = 0, advice } = options;
  const { create = false, grow = false, populate = false, maxByteLength = 0, allowPastEnd = false } = options;
  const { lock = false } = options;
  checkElementType('options.type', type);
  checkAccess(access);
  const offset = checkCount('options.byteOffset', byteOffset);
  const length = options.length === undefined ? undefined : checkLength(type, options.length);
  checkBoolean('options.create', create);
  checkBoolean('options.grow', grow);
  if (advice !== undefined) checkHarmless(advice);
  checkBoolean('options.populate', populate);
  const most = checkCount('options.maxByteLength', maxByteLength);
  checkBoolean('options.lock', lock);
  checkBoolean('options.allowPastEnd', allowPastEnd);
  if ((create || grow) && access !== 'read-write') {
    throw invalidValue('options.access', "must be 'read-write' to create or grow a file", access);
  }
  if (grow && length === undefined) {
    throw invalidValue('options.length', 'is needed to grow a file', undefined);
  }
  return {
    type,
    access,
    byteOffset: offset,
    length,
    create,
    grow,
    advice,
    populate,
    maxByteLength: most,
    lock,
    allowPastEnd,
  };
}

function checkAccess(access: unknown): void {
  if (access === 'read' || access === 'read-write' || access === 'copy-on-write') return;
  throw invalidValue('options.access', "must be 'read', 'read-write' or 'copy-on-write'", access);
}

function checkLength(type: ElementType, length: number | bigint): number {
  return checkCount('options.length', length, Math.floor(Number.MAX_SAFE_INTEGER / type.size));
}

function checkHarmless(advice: Advice): void {
  if (typeof advice !== 'string' || isDestructive(adviceNumber(advice))) {
    throw invalidValue('options.advice', 'must be a word for harmless advice', advice);
  }
}
