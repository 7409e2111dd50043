import { describe, expect, it } from 'vitest';
import { names, platforms, valueOn } from '../src/index.js';

/** Expected values of one platform, written as `NAME value` lines. */
function expected(lines: string): [name: string, value: number][] {
  return lines.split(/[,\n]/).flatMap((line) => {
    const [name, value] = line.trim().split(' ');
    return name ? [[name, Number(value)]] : [];
  });
}

describe('linux-x64', () => {
  const values = expected(`
    MAP_SHARED 1, MAP_PRIVATE 2, MAP_SHARED_VALIDATE 3, MAP_DROPPABLE 8, MAP_FIXED 16, MAP_ANON 32
    MAP_ANONYMOUS 32, MAP_32BIT 64, MAP_ABOVE4G 128, MAP_GROWSDOWN 256, MAP_DENYWRITE 2048
    MAP_EXECUTABLE 4096, MAP_LOCKED 8192, MAP_NORESERVE 16384, MAP_POPULATE 32768, MAP_NONBLOCK 65536
    MAP_STACK 131072, MAP_HUGETLB 262144, MAP_SYNC 524288, MAP_FIXED_NOREPLACE 1048576, MAP_FILE 0
    MAP_HUGE_SHIFT 26, MAP_HUGE_MASK 63, MAP_HUGE_2MB 1409286144, MAP_HUGE_16GB 2281701376, MAP_FAILED -1
    PROT_NONE 0, PROT_READ 1, PROT_WRITE 2, PROT_EXEC 4, PROT_GROWSDOWN 16777216, PROT_GROWSUP 33554432
    MADV_NORMAL 0, MADV_RANDOM 1, MADV_SEQUENTIAL 2, MADV_WILLNEED 3, MADV_DONTNEED 4, MADV_FREE 8
    MADV_REMOVE 9, MADV_DONTFORK 10, MADV_DOFORK 11, MADV_MERGEABLE 12, MADV_UNMERGEABLE 13
    MADV_HUGEPAGE 14, MADV_NOHUGEPAGE 15, MADV_DONTDUMP 16, MADV_DODUMP 17, MADV_WIPEONFORK 18
    MADV_KEEPONFORK 19, MADV_COLD 20, MADV_PAGEOUT 21, MADV_POPULATE_READ 22, MADV_POPULATE_WRITE 23
    MADV_COLLAPSE 25, MADV_HWPOISON 100, MADV_SOFT_OFFLINE 101, MADV_GUARD_INSTALL 102
    MADV_GUARD_REMOVE 103, MS_ASYNC 1, MS_INVALIDATE 2, MS_SYNC 4, MCL_CURRENT 1, MCL_FUTURE 2
    MCL_ONFAULT 4, MLOCK_ONFAULT 1, MREMAP_MAYMOVE 1, MREMAP_FIXED 2, MREMAP_DONTUNMAP 4, MFD_CLOEXEC 1
    MFD_ALLOW_SEALING 2, MFD_HUGETLB 4, MFD_NOEXEC_SEAL 8, MFD_EXEC 16, F_ADD_SEALS 1033, F_GET_SEALS 1034
    F_SEAL_SEAL 1, F_SEAL_SHRINK 2, F_SEAL_GROW 4, F_SEAL_WRITE 8, F_SEAL_FUTURE_WRITE 16, F_SEAL_EXEC 32
    POSIX_FADV_NORMAL 0, POSIX_FADV_RANDOM 1, POSIX_FADV_SEQUENTIAL 2, POSIX_FADV_WILLNEED 3
    POSIX_FADV_DONTNEED 4, POSIX_FADV_NOREUSE 5, POSIX_MADV_NORMAL 0, POSIX_MADV_RANDOM 1
    POSIX_MADV_SEQUENTIAL 2, POSIX_MADV_WILLNEED 3, POSIX_MADV_DONTNEED 4, PROT_SEM 8, MAP_TYPE 15
    PKEY_UNRESTRICTED 0, PKEY_DISABLE_ACCESS 1, PKEY_DISABLE_WRITE 2, PKEY_ACCESS_MASK 3
    MAP_UNINITIALIZED 0x4000000, MADV_DONTNEED_LOCKED 24, MAP_HUGE_16KB 0x38000000
    MAP_HUGE_64KB 0x40000000, MAP_HUGE_512KB 0x4c000000, MAP_HUGE_1MB 0x50000000, MAP_HUGE_8MB 0x5c000000
    MAP_HUGE_16MB 0x60000000, MAP_HUGE_32MB 0x64000000, MAP_HUGE_256MB 0x70000000
    MAP_HUGE_512MB 0x74000000, MAP_HUGE_1GB 0x78000000, MAP_HUGE_2GB 0x7c000000, MFD_HUGE_SHIFT 26
    MFD_HUGE_MASK 63, MFD_HUGE_64KB 0x40000000, MFD_HUGE_512KB 0x4c000000, MFD_HUGE_1MB 0x50000000
    MFD_HUGE_2MB 0x54000000, MFD_HUGE_8MB 0x5c000000, MFD_HUGE_16MB 0x60000000, MFD_HUGE_32MB 0x64000000
    MFD_HUGE_256MB 0x70000000, MFD_HUGE_512MB 0x74000000, MFD_HUGE_1GB 0x78000000
    MFD_HUGE_2GB 0x7c000000, MFD_HUGE_16GB 0x88000000`);

  it.each(values)('has %s = %i', (name, value) => {
    expect(valueOn('linux-x64', name)).toBe(value);
  });

  it('has no name whose value is not written out above', () => {
    const written = new Set(values.map(([name]) => name));
    const has = (name: string) => valueOn('linux-x64', name) !== undefined;
    expect(names().filter((name) => has(name) && !written.has(name))).toEqual([]);
  });
});

describe('the other platforms', () => {
  const values: Record<string, string> = {
    'linux-mips': 'MAP_ANONYMOUS 0x800, MAP_AUTOGROW 0x40, MAP_AUTORSRV 0x100, MAP_LOCAL 0x80, PROT_SEM 16',
    'linux-mipsel': 'MAP_HUGETLB 0x80000, MAP_STACK 0x40000',
    'linux-alpha': 'MAP_FIXED 0x100, MADV_DONTNEED 6, MS_SYNC 2, MCL_FUTURE 0x4000, MAP_POPULATE 0x20000',
    'linux-hppa': 'MAP_FIXED 4, MAP_TYPE 0x2b, MS_SYNC 1, MS_ASYNC 2, MAP_GROWSDOWN 0x8000, MADV_HUGEPAGE 14',
    'linux-sparc64': 'MAP_LOCKED 0x100, MAP_NORESERVE 0x40, MCL_CURRENT 0x2000, PROT_ADI 0x10',
    'linux-ppc64le': 'MAP_LOCKED 0x80, PROT_SAO 0x10, PKEY_DISABLE_EXECUTE 4, PKEY_ACCESS_MASK 7',
    'linux-arm64': 'PROT_BTI 0x10, PROT_MTE 0x20, MAP_ANONYMOUS 0x20, PKEY_ACCESS_MASK 3',
    'linux-s390x': 'POSIX_FADV_WILLNEED 3, POSIX_FADV_DONTNEED 6, POSIX_FADV_NOREUSE 7',
    'darwin-arm64': 'MAP_ANON 0x1000, MAP_JIT 0x800, MS_SYNC 0x10, MADV_FREE 5, MADV_PAGEOUT 10, MAP_COPY 2',
    'freebsd-x64': 'MAP_ANON 0x1000, MS_SYNC 0, MAP_EXCL 0x4000, F_ADD_SEALS 19, MFD_HUGE_MASK 0xfc000000',
    'dragonfly-x64': 'MAP_SIZEALIGN 0x40000, MINCORE_SUPER 0x20, MAP_TRYFIXED 0x10000, MADV_INVAL 10',
    'netbsd-x64': 'MAP_ALIGNMENT_4GB 0x20000000, MADV_FREE 6, MAP_STACK 0x2000, MAP_INHERIT_ZERO 4',
    'openbsd-x64': 'MS_SYNC 2, MS_INVALIDATE 4, MAP_CONCEAL 0x8000, MAP_STACK 0x4000, MAP_NORESERVE 0',
    'sunos-x64': 'MAP_ANON 0x100, MAP_32BIT 0x80, MADV_PURGE 9, MC_SYNC 1, MS_OLDSYNC 0',
    'aix-ppc64': 'MAP_ANON 0x10, MAP_FIXED 0x100, MS_SYNC 0x20, MS_EINTR 0x80, POSIX_MADV_NORMAL 1',
  };

  it.each(Object.entries(values))('%s has %s', (platform, lines) => {
    for (const [name, value] of expected(lines)) expect.soft(valueOn(platform, name), name).toBe(value);
  });

  it.each([
    ['linux-mips', 'MAP_SYNC'],
    ['linux-alpha', 'MADV_HWPOISON'],
    ['linux-arm', 'MAP_32BIT'],
    ['linux-x64', 'MAP_COPY'],
    ['linux-x64', 'MAP_AUTOGROW'],
    ['freebsd-ia32', 'MAP_32BIT'],
    ['freebsd-x64', 'MAP_NORESERVE'],
    ['darwin-x64', 'MAP_POPULATE'],
    ['openbsd-x64', 'MFD_CLOEXEC'],
    ['darwin-arm64', 'POSIX_FADV_DONTNEED'],
    ['aix-ppc64', 'MADV_FREE'],
  ])('%s has no %s', (platform, name) => {
    expect(names()).toContain(name);
    expect(valueOn(platform, name)).toBeUndefined();
  });

  it('have no MAP_AUTORESRV, which is a name of manual pages only', () => {
    expect(platforms().filter((platform) => valueOn(platform, 'MAP_AUTORESRV') !== undefined)).toEqual([]);
  });
});

describe('every platform', () => {
  it.each(platforms())('%s has what POSIX asks for', (platform) => {
    for (const [name, value] of expected(`
      PROT_NONE 0, PROT_READ 1, PROT_WRITE 2, PROT_EXEC 4, MAP_SHARED 1, MAP_PRIVATE 2, MAP_FILE 0
      MAP_FAILED -1, MADV_NORMAL 0, MADV_RANDOM 1, MADV_SEQUENTIAL 2, MADV_WILLNEED 3`)) {
      expect.soft(valueOn(platform, name), name).toBe(value);
    }
    for (const name of ['MAP_FIXED', 'MAP_ANON', 'MS_ASYNC', 'MS_INVALIDATE', 'MCL_CURRENT', 'MCL_FUTURE']) {
      expect.soft(valueOn(platform, name), name).toBeGreaterThan(0);
    }
    expect(valueOn(platform, 'MAP_ANON')).toBe(valueOn(platform, 'MAP_ANONYMOUS'));
  });

  it.each(platforms())('%s has unsigned 32-bit numbers only, but for MAP_FAILED', (platform) => {
    for (const name of names()) {
      const value = valueOn(platform, name);
      if (value !== undefined && name !== 'MAP_FAILED') expect.soft(value, name).toBe(value >>> 0);
    }
  });
});
