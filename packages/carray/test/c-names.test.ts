import { afterEach, describe, expect, it, vi } from 'vitest';
import * as cNames from '../src/types/c-names.js';
import { hasCompiler, runC } from './support/c-compiler.js';

const spelled: Readonly<Record<string, string>> = {
  uchar: 'unsigned char',
  schar: 'signed char',
  ushort: 'unsigned short',
  uint: 'unsigned int',
  ulong: 'unsigned long',
  longlong: 'long long',
  ulonglong: 'unsigned long long',
  pointer: 'void *',
};
const headers = '#include <signal.h>\n#include <sys/socket.h>\n#include <sys/stat.h>\n#include <time.h>';
const names = Object.keys(cNames);
const types = new Map(Object.entries(cNames));

// macOS has other sizes of some, as their docstrings say; on 32 bits the interfaces for files of 64 are an option of the compiler.
const isAsked = hasCompiler && process.platform === 'linux' && cNames.pointer.size === 8;

it.skipIf(!isAsked)('have the sizes and signs of the C compiler (Linux, 64 bits)', () => {
  const questions = names.map((name) => {
    const type = spelled[name] ?? name;
    return `printf("${name} %zu %d\\n", sizeof(${type}), (${type})-1 < (${type})1);`;
  });
  const ours = names.map((name) => {
    const type = types.get(name);
    return `${name} ${type?.size} ${type?.name.startsWith('int') ? 1 : 0}`;
  });
  expect(ours).toEqual(runC(headers, questions.join('\n')));
});

describe('on other processors', () => {
  const own = process.arch;
  afterEach(() => {
    Object.defineProperty(process, 'arch', { value: own });
    vi.resetModules();
  });

  it.each([
    ['arm64', 'int64 uint64 int32 uint32 int64 8'],
    ['riscv64', 'int64 uint64 int32 uint32 int64 8'],
    ['loong64', 'int64 uint64 int32 uint32 int64 8'],
    ['x64', 'int64 uint64 int64 uint64 int64 8'],
    ['ppc64', 'int64 uint64 int64 uint64 int64 8'],
    ['s390x', 'int64 uint64 int64 uint64 int64 8'],
    ['arm', 'int32 uint32 int32 uint32 int64 4'],
    ['ia32', 'int32 uint32 int32 uint32 int64 4'],
  ])('%s: long, size_t, blksize_t, nlink_t, off_t, void *', async (arch, expected) => {
    Object.defineProperty(process, 'arch', { value: arch });
    vi.resetModules();
    const { long, size_t, blksize_t, nlink_t, off_t, pointer } = await import('../src/types/c-names.js');
    const found = [long, size_t, blksize_t, nlink_t, off_t].map(({ name }) => name);
    expect([...found, pointer.size].join(' ')).toBe(expected);
  });
});
