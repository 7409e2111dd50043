export type { Backend } from '@carray/backend';
export * from '@carray/constants';
export { CArray, type MappedArray } from './array/carray.js';
export { pageSize } from './backend/page-size.js';
export { type BackendInfo, type BackendName, type BackendState, backendInfo } from './backend/select.js';
export { type ErrorCode, errorCodes } from './errors/codes.js';
export { SystemError, type SystemErrorInfo } from './errors/system-error.js';
export { type Api, mapAnonymous, mapFile, mmap, withBackend } from './map/api.js';
export type { MapAnonymousOptions } from './map/map-anonymous.js';
export type { FileAccess, MapFileOptions } from './map/map-file-options.js';
export { madvise, mprotect, msync, munmap } from './map/posix.js';
export type { Source } from './map/source.js';
export type { Advice, UnsafeAdvice } from './memory/advice.js';
export type { Access } from './memory/mapped-memory.js';
export { Mapping } from './memory/mapping.js';
export type { ProtectionWord } from './memory/protection.js';
export type { ElementType, TypedArray, TypedArrayOf, ValueOf } from './types/element-type.js';
export {
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  safeInt64,
  safeUint64,
  uint8,
  uint16,
  uint32,
  uint64,
} from './types/numbers.js';
