import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import type { Addon } from './addon.js';

/** The `waitAsync` of a backend: the addon's, whose numbers of waits become promises. */
export function waitAsyncOver({
  futex,
  waitAsync,
  cancelWait,
}: Pick<Addon, 'futex' | 'waitAsync' | 'cancelWait'>): Backend['waitAsync'] {
  if (!futex) return () => -os.errno.ENOTSUP;
  const waiting = new Map<number, (status: number) => void>();
  const settle = (wait: number, status: number): void => {
    waiting.get(wait)?.(status);
    waiting.delete(wait);
  };
  return (region, byteOffset, expected, timeout) => {
    const wait = waitAsync(region, byteOffset, expected, timeout, settle);
    if (wait < 0) return wait;
    const status = new Promise<number>((resolve) => {
      waiting.set(wait, resolve);
    });
    return { status, cancel: () => cancelWait(wait) };
  };
}
