export type { Backend, Supports } from '@carray/backend';
export * from '@carray/constants';
export type { BigIntOptions, OpenFile, TextOptions } from './array/byte-transfer.js';
export { type ArrayToken, CArray, type MappedArray } from './array/carray.js';
export type { FieldRefs, RefOf } from './array/reference-types.js';
export type { UnsafeViews } from './array/unsafe-views.js';
export { type Configuration, configure, type FaultGuard } from './backend/configuration.js';
export { pageSize } from './backend/page-size.js';
export { type BackendInfo, type BackendName, type BackendState, backendInfo } from './backend/select.js';
export { type ErrorCode, errorCodes } from './errors/codes.js';
export { SystemError, type SystemErrorInfo } from './errors/system-error.js';
export {
  attach,
  createMemoryFile,
  lockAll,
  mapAnonymous,
  mapFile,
  mmap,
  openSharedMemory,
  unlinkSharedMemory,
  unlockAll,
} from './map/api.js';
export { type Api, withBackend } from './map/bound-api.js';
export type { MemoryFileOptions } from './map/create-memory-file.js';
export type { HugePages } from './map/huge-pages.js';
export type { MapAnonymousOptions } from './map/map-anonymous.js';
export type { FileAccess, MapFileOptions } from './map/map-file-options.js';
export { MemoryFile, type MemoryFileMapOptions } from './map/memory-file.js';
export { madvise, mprotect, msync, munmap } from './map/posix.js';
export type { Seal } from './map/seals.js';
export type { SharedMemoryOptions } from './map/shared-memory.js';
export type { Source } from './map/source.js';
export type { Advice, UnsafeAdvice } from './memory/advice.js';
export { type MemoryArea, mappings } from './memory/areas.js';
export type { LockAllOptions } from './memory/lock-all.js';
export type { LockOptions } from './memory/locks.js';
export { Mapping } from './memory/mapping.js';
export type { Access } from './memory/mapping-facts.js';
export type { FaultKind, MappingFault, MappingFaultError } from './memory/mapping-fault.js';
export type { ProtectionWord } from './memory/protection.js';
export type { Residency } from './memory/residency.js';
export type { ResizeOptions } from './memory/resizable-memory.js';
export type { MappingStats } from './memory/smaps.js';
/** @internal What `carray/sync` gives, from the one copy of the code. */
export * as sync from './sync/index.js';
export { align, pack, padding } from './types/alignment.js';
export { type ArrayType, array, zarray } from './types/arrays.js';
export { bits } from './types/bits.js';
export { bool, boolOf } from './types/booleans.js';
export * from './types/c-names.js';
export { bchar, type CharacterType, char, type TextEncoding, wchar, zchar } from './types/characters.js';
export { ctype } from './types/declaration/ctype.js';
export type { ElementType, StoredOf, TypedArray, TypedArrayOf, ValueOf } from './types/element-type.js';
export { enumeration } from './types/enumeration.js';
export type { BitField, Field, FieldPlace, Fields, LayoutOptions, Padding } from './types/layout.js';
export * from './types/numbers.js';
export {
  type RecordType,
  type StructStored,
  type StructValue,
  struct,
  type UnionStored,
  type UnionValue,
  union,
} from './types/struct.js';
