import { readFileSync } from 'node:fs';
import { constants as os } from 'node:os';

const { EAGAIN, ENOMEM, EPERM } = os.errno;
/** The bit of CAP_IPC_LOCK: whose processes have it may lock all. */
const CAP_IPC_LOCK = 14n;

/** What the system says of this process's locks; undefined where it says nothing. In bytes. */
interface LockFacts {
  readonly limit: string | undefined;
  readonly locked: number | undefined;
  readonly isPrivileged: boolean;
}

/** The likely cause of a refusal of mlock(2), as a clause. @param byteLength what was asked for */
export function explainLock(errno: number, byteLength: number): string | undefined {
  const { limit, locked, isPrivileged } = lockFacts();
  const told = limitWords(limit);
  if (errno === EPERM) return `the process may lock nothing: ${told}`;
  if (errno !== ENOMEM && errno !== EAGAIN) return undefined;
  const already = locked === undefined ? '' : `, and ${locked} are locked now`;
  const exceeds = limit !== 'unlimited' && (locked ?? 0) + byteLength > Number(limit ?? Number.NaN);
  if (exceeds && !isPrivileged) {
    return `${byteLength} bytes more would be locked than the process may lock: ${told}${already}`;
  }
  return `a page cannot be had: it lies past the end of the file, or there is no memory for it (${told}${already})`;
}

const limitWords = (limit: string | undefined): string =>
  limit === undefined ? 'RLIMIT_MEMLOCK is lower' : `RLIMIT_MEMLOCK is ${limit} bytes`;

function lockFacts(): LockFacts {
  const limits = textOf('/proc/self/limits');
  const status = textOf('/proc/self/status');
  const kilobytes = (name: string): number | undefined => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    return found === undefined ? undefined : 1024 * Number(found);
  };
  const capabilities = BigInt(`0x${/^CapEff:\s+([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return {
    limit: /^Max locked memory\s+(\S+)/m.exec(limits)?.[1],
    locked: kilobytes('VmLck'),
    isPrivileged: ((capabilities >> CAP_IPC_LOCK) & 1n) === 1n,
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // a system without /proc: the message says less
  }
}
