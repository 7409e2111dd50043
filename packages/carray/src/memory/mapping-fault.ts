import type { FaultMark } from '@carray/backend';
import { typeError } from '../errors/coded.js';
import type { BackingFile } from './backing-file.js';
import type { ByteRange } from './range.js';

/**
 * Why a page could not be used: the file was made 'truncated'; its disk has 'no-space' for a hole; the disk failed ('io'); the page
 * lay 'past-end' when the file was mapped; a raw view stored into a 'read-only' page, or touched one with 'no-access'.
 */
export type FaultKind = 'truncated' | 'no-space' | 'io' | 'read-only' | 'no-access' | 'past-end';

/** Pages of a mapping that were at fault, side by side and of one kind. Offsets and lengths are in bytes. */
export interface MappingFault {
  /** Why. */
  readonly kind: FaultKind;
  /** Where the first page starts, from the start of the mapping. */
  readonly byteOffset: number;
  /** Bytes, a multiple of the mapping's page size. */
  readonly byteLength: number;
  /** `byteOffset` as an address. */
  readonly address: bigint;
  /** When it was noticed, in milliseconds since 1970. */
  readonly time: number;
}

/** What an access that met a fault throws: a TypeError with the code ERR_MAPPING_FAULT and the facts. */
export interface MappingFaultError extends TypeError {
  /** As of all errors of this library. */
  readonly code: 'ERR_MAPPING_FAULT';
  /** Why. */
  readonly kind: FaultKind;
  /** The file that is mapped, where it was given by a path. */
  readonly path?: string;
  /** The first byte of the access that could not be had, from the start of the mapping. */
  readonly byteOffset: number;
  /** The element that it is of, in the array that was asked; undefined where no element was. */
  readonly index?: number;
}

/** Where elements lie in a memory, so that an error can name the index. In bytes. */
export interface ElementPlace {
  readonly byteOffset: number;
  readonly stride: number;
  readonly type: { readonly size: number };
}

/** Where a fault was met. */
export interface FaultPlace {
  readonly kind: FaultKind;
  readonly file: BackingFile | undefined;
  /** Of the file: the first byte of the mapping. */
  readonly fileOffset: number;
  /** Of the mapping: the first byte that could not be had. */
  readonly byteOffset: number;
  readonly elements?: ElementPlace | undefined;
  /** Whether it was no access of an array's methods, but one through a raw view, at some time before. */
  readonly isRaw?: boolean;
}

const reasons: Record<FaultKind, string> = {
  truncated:
    'the file was made shorter and ends in front of it. Once it is as long again, mapping.remap() brings it back; remap({ reopen: true }) maps what is left',
  'no-space': 'its file system has no room for it. Once there is room, mapping.remap() brings it back',
  io: 'the system could not read or write its page',
  'read-only':
    'a raw view stored into its page, which was read-only: the page is a private copy now. mapping.remap() brings back the true one',
  'no-access':
    'a raw view touched its page, which had no access: the page is a private copy now. mapping.remap() brings back the true one',
  'past-end': 'it lies past the end of the file',
};

const NO_HUGE_PAGE =
  'its pool of huge pages is empty (vm.nr_hugepages). Once there is a page, mapping.remap() brings it back';

export function faultError(place: FaultPlace): Error {
  const { kind, file, fileOffset, byteOffset, elements, isRaw = false } = place;
  const index =
    elements === undefined || isRaw
      ? undefined
      : Math.floor((byteOffset - elements.byteOffset) / elements.stride);
  const element = index === undefined || index < 0 ? '' : `element ${index}, `;
  const where =
    file === undefined
      ? `byte ${byteOffset} of the mapping`
      : `byte ${fileOffset + byteOffset} of ${nameOf(file)}`;
  const what = isRaw ? `A raw view met a fault before, at ${where}` : `Cannot access ${element}${where}`;
  const error = typeError(
    'ERR_MAPPING_FAULT',
    `${what}: ${file === undefined && kind === 'no-space' ? NO_HUGE_PAGE : reasons[kind]}`,
  );
  return Object.assign(error, {
    kind,
    ...(file?.path === undefined ? {} : { path: file.path }),
    byteOffset,
    ...(element === '' ? {} : { index }),
  });
}

const nameOf = ({ path }: BackingFile): string => (path === undefined ? 'the file' : `'${path}'`);

/** Why a page with this mark is at fault. `pageOffset` is where it starts in the file. */
export function kindOf(
  mark: FaultMark | number,
  pageOffset: number,
  file: BackingFile | undefined,
): FaultKind {
  if (mark === 2) return 'read-only';
  if (mark === 3) return 'no-access';
  if (file === undefined) return 'no-space'; // anonymous memory is lost where its pool of huge pages is empty
  const { size, mappedSize } = file;
  if (size !== undefined && pageOffset < size) {
    if (file.isFull) return 'no-space';
    if (!file.canRead(pageOffset)) return 'io';
  }
  return pageOffset < mappedSize ? 'truncated' : 'past-end';
}

/** A fault as users see it. */
export function mappingFault(
  kind: FaultKind,
  { byteOffset, byteLength }: ByteRange,
  start: bigint,
): MappingFault {
  const address = start + BigInt(byteOffset);
  return Object.freeze({ kind, byteOffset, byteLength, address, time: Date.now() });
}
