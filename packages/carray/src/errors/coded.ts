import type { ErrorCode } from './codes.js';

/**
 * An error of a standard class with a permanent code, printed as Node prints its own: `RangeError [CODE]: ...`.
 * The stack is written while the name has the code in it, and starts at the caller of `maker`.
 */
function coded(error: Error, code: ErrorCode, maker: (...args: never[]) => Error): Error {
  const { name } = error;
  error.name = `${name} [${code}]`;
  Error.captureStackTrace?.(error, maker);
  void error.stack;
  Reflect.deleteProperty(error, 'name');
  return Object.assign(error, { code });
}

export function typeError(code: ErrorCode, message: string, options?: ErrorOptions): Error {
  return coded(new TypeError(message, options), code, typeError);
}

export function rangeError(code: ErrorCode, message: string): Error {
  return coded(new RangeError(message), code, rangeError);
}

export function plainError(code: ErrorCode, message: string, options?: ErrorOptions): Error {
  return coded(new Error(message, options), code, plainError);
}
