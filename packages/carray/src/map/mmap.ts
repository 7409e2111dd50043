import { constants as fs, type Stats } from 'node:fs';
import type { Backend } from '@carray/backend';
import { MAP_PRIVATE, MAP_SHARED, MAP_SYNC, PROT_WRITE } from '@carray/constants';
import { checkAddress, checkCount, checkFlags } from '../arguments/check.js';
import type { MappedArray } from '../array/carray.js';
import { invalidValue } from '../errors/arguments.js';
import { BackingFile } from '../memory/backing-file.js';
import { isAnonymous } from '../memory/explain-map.js';
import { checkElementType } from '../types/check.js';
import type { ElementType } from '../types/element-type.js';
import { mapRegion } from './map-region.js';
import { ownedArray } from './owned-array.js';
import { checkSource, type Source, statOf, withDescriptor } from './source.js';

/** `mmap` on a given backend; see there. */
export function mmapOn<E extends ElementType>(
  backend: () => Backend,
  type: E,
  length: number | bigint,
  prot: number,
  flags: number,
  source?: Source | null,
  offset: number | bigint = 0,
  addr: number | bigint = 0,
): MappedArray<E> {
  const address = checkAddress('addr', addr);
  const byteLength = checkCount('length', length);
  checkElementType('type', type);
  const protection = checkFlags('prot', prot);
  checkMapFlags(flags);
  const isGiven = source !== undefined && source !== null;
  // Before it is looked at: C programs have -1 there.
  if (isGiven && isAnonymous(flags))
    throw invalidValue('source', 'must be left out with MAP_ANONYMOUS', source);
  const checked = isGiven ? checkSource(source) : undefined;
  const fileOffset = checkCount('offset', offset);
  const map = (fd: number, path?: string, stats?: Stats, file?: BackingFile) => {
    const facts = { length: byteLength, protection, flags, fd, offset: fileOffset, address, path };
    const request = { ...facts, stats, file };
    return ownedArray(type, mapRegion(backend(), request), 0, Math.floor(byteLength / type.size));
  };
  if (checked === undefined) return map(-1);
  const writes = (flags & MAP_SHARED) !== 0 && (protection & PROT_WRITE) !== 0;
  const open = writes ? fs.O_RDWR : fs.O_RDONLY;
  return withDescriptor(checked, open, (fd) => {
    const { path } = checked;
    // A descriptor that is not open is the kernel's to refuse, as mmap(2) does.
    const stats = path === undefined ? statIfOpen(fd) : statOf(fd, path);
    return map(fd, path, stats, stats && BackingFile.of(checked, open, stats));
  });
}

function checkMapFlags(flags: number): void {
  checkFlags('flags', flags);
  const both = MAP_SHARED | MAP_PRIVATE;
  if ((flags & both) !== both || (MAP_SYNC !== 0 && (flags & MAP_SYNC) !== 0)) return;
  throw invalidValue('flags', 'must have one of MAP_SHARED and MAP_PRIVATE, not both', flags);
}

function statIfOpen(fd: number) {
  try {
    return statOf(fd, undefined);
  } catch {
    return undefined; // mmap(2) answers EBADF for the same reason
  }
}
