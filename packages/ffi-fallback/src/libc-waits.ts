import { constants } from 'node:os';
import type { Functions } from './koffi.js';

const { ENOSYS } = constants.errno;

/** What C says of waiting. */
export interface WaitFunctions {
  /**
   * futex(2) by the number of the system call, since C libraries have no function of that name: its result, or -errno read at once.
   * `time` is the address of a timespec, or 0. -ENOSYS where the number is not known.
   */
  futex(address: number, operation: number, value: number, time: number): number;
}

/** The call that takes a timespec of two numbers as long as a pointer, by Node's name of the processor. */
const numbers: Partial<Record<string, number>> = {
  arm: 240,
  arm64: 98,
  ia32: 240,
  loong64: 98,
  mips: 4238,
  mipsel: 4238,
  ppc64: 221,
  riscv64: 98,
  s390x: 238,
  x64: 202,
};

export function waitFunctions(
  functions: Functions,
  platform: string = process.platform,
  arch: string = process.arch,
): WaitFunctions {
  const number = platform === 'linux' ? numbers[arch] : undefined;
  if (number === undefined) return { futex: () => -ENOSYS };
  const call = functions.negating(functions.find('long syscall(long number, ...)'));
  return {
    futex: (address, operation, value, time) =>
      call(
        number,
        'intptr_t',
        address,
        'int',
        operation,
        'int',
        value,
        'intptr_t',
        time,
        'intptr_t',
        0,
        'int',
        0,
      ),
  };
}
