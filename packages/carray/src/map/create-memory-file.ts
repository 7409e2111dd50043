import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import {
  isAvailable,
  MFD_ALLOW_SEALING,
  MFD_CLOEXEC,
  MFD_HUGE_1GB,
  MFD_HUGE_2MB,
  MFD_HUGETLB,
} from '@carray/constants';
import { checkCount, checkOptions } from '../arguments/check.js';
import { invalidType, invalidValue } from '../errors/arguments.js';
import { plainError } from '../errors/coded.js';
import { SystemError } from '../errors/system-error.js';
import { MemoryFile } from './memory-file.js';
import { reserveMemory } from './reserve.js';
import { checkSeals, type Seal } from './seals.js';

/** Options of `createMemoryFile`. */
export interface MemoryFileOptions {
  /** What nobody can do with it, once it is as long as it shall be. Default: none. */
  seals?: readonly Seal[];
  /** The size of its pages, from the system's pool of those (vm.nr_hugepages); default: ordinary pages. */
  hugePages?: '2MB' | '1GB';
}

const hugePageSizes = {
  '2MB': { bytes: 2 ** 21, flags: MFD_HUGETLB | MFD_HUGE_2MB },
  '1GB': { bytes: 2 ** 30, flags: MFD_HUGETLB | MFD_HUGE_1GB },
} as const;

const { EINVAL, EMFILE, ENODEV, ENOSYS } = os.errno;

/** `createMemoryFile` on a given backend; see there. */
export function createMemoryFileOn(
  backendFor: () => Backend,
  name: string,
  byteLength: number | bigint,
  options: MemoryFileOptions = {},
): MemoryFile {
  checkName(name);
  const asked = checkCount('byteLength', byteLength);
  checkOptions(options, ['seals', 'hugePages']);
  const seals = checkSeals('options.seals', options.seals ?? []);
  const huge = hugePagesOf(options.hugePages);
  if (!isAvailable('MFD_ALLOW_SEALING'))
    throw plainError('ERR_UNSUPPORTED', 'This platform has no memory files');
  const size = huge === undefined ? asked : Math.ceil(asked / huge.bytes) * huge.bytes;
  const backend = backendFor();
  const flags = MFD_CLOEXEC | MFD_ALLOW_SEALING | (huge?.flags ?? 0);
  const fd = backend.createMemoryFile(name, flags);
  if (fd < 0) throw refusedCreate(-fd, name, options.hugePages);
  const file = new MemoryFile(backend, fd, size);
  try {
    const full = huge === undefined ? 'there is not so much memory' : emptyPool(huge.bytes);
    reserveMemory(backend, { fd, path: undefined, from: 0, end: size, full, pooled: huge !== undefined });
    if (seals.length > 0) file.seal(...seals);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

function checkName(name: unknown): void {
  if (typeof name !== 'string') throw invalidType('name', 'of type string', name);
  if (name.includes('\0')) throw invalidValue('name', 'may have no NUL', name);
}

function hugePagesOf(word: unknown): { readonly bytes: number; readonly flags: number } | undefined {
  if (word === undefined) return undefined;
  if (word !== '2MB' && word !== '1GB')
    throw invalidValue('options.hugePages', "must be '2MB' or '1GB'", word);
  if (isAvailable('MFD_HUGETLB')) return hugePageSizes[word];
  throw plainError('ERR_UNSUPPORTED', 'This platform has no MFD_HUGETLB');
}

const emptyPool = (bytes: number): string =>
  `the pool of huge pages has too few: vm.nr_hugepages, /sys/kernel/mm/hugepages/hugepages-${bytes / 1024}kB/nr_hugepages`;

function refusedCreate(errno: number, name: string, hugePages: string | undefined): SystemError {
  return new SystemError({ errno, syscall: 'memfd_create', cause: explain(errno, name, hugePages) });
}

function explain(errno: number, name: string, hugePages: string | undefined): string | undefined {
  const bytes = Buffer.byteLength(name);
  if (errno === EMFILE) return 'the process has as many descriptors open as it may (RLIMIT_NOFILE)';
  if (errno === ENOSYS) return 'this system has no memory files';
  if (bytes > 249) return `the name has ${bytes} bytes, and may have 249`;
  const isUnknown = errno === EINVAL || errno === ENODEV;
  return hugePages !== undefined && isUnknown
    ? `this machine or kernel has no pages of ${hugePages}`
    : undefined;
}
