/** An error as this library throws it. */
export interface CodedError extends Error {
  readonly code: string;
}

/** What an action throws. Fails where it throws nothing, or something without a code of its own. */
export function thrownBy(action: () => unknown): CodedError {
  let result: unknown;
  try {
    result = action();
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      return error as CodedError;
    throw new Error(`an error without a code: ${String(error)}`, { cause: error });
  }
  throw new Error(`no error, but ${String(result)}`);
}

/** Class and code of what an action throws, in one word to compare: 'RangeError ERR_OUT_OF_RANGE'. */
export function refusal(action: () => unknown): string {
  const error = thrownBy(action);
  return `${error.constructor.name} ${error.code}`;
}

export const NOT_THE_KIND = 'TypeError ERR_INVALID_ARG_TYPE';
export const NOT_THE_VALUE = 'TypeError ERR_INVALID_ARG_VALUE';
export const OUT_OF_RANGE = 'RangeError ERR_OUT_OF_RANGE';
export const UNMAPPED = 'TypeError ERR_MAPPING_UNMAPPED';
export const READ_ONLY = 'TypeError ERR_MAPPING_READ_ONLY';
export const NO_ACCESS = 'TypeError ERR_MAPPING_NO_ACCESS';
export const FAULT = 'TypeError ERR_MAPPING_FAULT';
export const NOT_MAPPED = 'TypeError ERR_NOT_MAPPED';
