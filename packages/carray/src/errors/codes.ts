/**
 * The permanent codes of the errors that this library words itself. Codes never change, messages may.
 * Errors of the system carry the system's own code: 'EINVAL', 'ENOENT' ... (see {@link SystemError}).
 *
 * @example
 * try {
 *   CArray.alloc(uint8, 4).get(4);
 * } catch (error) {
 *   console.log(error.name, errorCodes.includes(error.code), error.code); // RangeError true ERR_OUT_OF_RANGE
 * }
 */
export const errorCodes = [
  'ERR_BACKEND_UNAVAILABLE',
  'ERR_ELEMENT_TYPE',
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_LOCK_HELD',
  'ERR_LOCK_NOT_HELD',
  'ERR_LOCK_TIMEOUT',
  'ERR_MAPPING_FAULT',
  'ERR_MAPPING_NO_ACCESS',
  'ERR_MAPPING_READ_ONLY',
  'ERR_MAPPING_UNMAPPED',
  'ERR_MISALIGNED',
  'ERR_NOT_MAPPED',
  'ERR_NOT_SHARED',
  'ERR_OUT_OF_RANGE',
  'ERR_RING_CLOSED',
  'ERR_RING_CORRUPT',
  'ERR_RING_IN_USE',
  'ERR_RING_PEER_DIED',
  'ERR_RING_TIMEOUT',
  'ERR_UNSUPPORTED',
] as const;

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number];
