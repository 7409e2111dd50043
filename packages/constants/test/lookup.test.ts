import { afterEach, describe, expect, it, vi } from 'vitest';
import * as constants from '../src/index.js';
import { isAvailable, names, platforms, sinceKernel, sourceOf, valueOn } from '../src/index.js';
import { ABSENT, pick } from '../src/table.js';

const strangers = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'PROT_',
  'prot_read',
  '',
  'since',
];

/** The package as another platform would load it. */
async function loadedOn(platform: NodeJS.Platform, arch: NodeJS.Architecture): Promise<typeof constants> {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
  vi.spyOn(process, 'arch', 'get').mockReturnValue(arch);
  vi.resetModules();
  return await import('../src/index.js');
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('isAvailable', () => {
  it('tells the zeros of macOS apart', async () => {
    const macOS = await loadedOn('darwin', 'arm64');
    expect(macOS.platform).toBe('darwin-arm64');
    expect([macOS.PROT_NONE, macOS.MADV_NORMAL, macOS.MAP_POPULATE, macOS.MADV_COLD]).toEqual([0, 0, 0, 0]);
    expect(['PROT_NONE', 'MADV_NORMAL'].filter(macOS.isAvailable)).toEqual(['PROT_NONE', 'MADV_NORMAL']);
    expect(['MAP_POPULATE', 'MADV_COLD'].filter(macOS.isAvailable)).toEqual([]);
    expect(macOS.MAP_ANONYMOUS).toBe(0x1000);
  });

  it('is true on OpenBSD for a name that is defined and has no effect', async () => {
    const openBSD = await loadedOn('openbsd', 'x64');
    expect(openBSD.MAP_NORESERVE).toBe(0);
    expect(openBSD.isAvailable('MAP_NORESERVE')).toBe(true);
  });

  it.each(strangers)('is false for %o', (name) => {
    expect(isAvailable(name)).toBe(false);
  });
});

describe('a platform without a table', () => {
  it('has every constant at 0 and none available', async () => {
    const windows = await loadedOn('win32', 'x64');
    expect(windows.platform).toBe('win32-x64');
    expect(windows.names().filter(windows.isAvailable)).toEqual([]);
    const values = new Map<string, unknown>(Object.entries(windows));
    expect(new Set(windows.names().map((name) => values.get(name)))).toEqual(new Set([0]));
  });

  it('still answers for the others', async () => {
    const windows = await loadedOn('win32', 'arm64');
    expect(windows.valueOn('linux-x64', 'MAP_ANONYMOUS')).toBe(32);
  });
});

describe('platform', () => {
  it('tells the byte orders of ppc64 apart', async () => {
    const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
    const { platform } = await loadedOn('linux', 'ppc64');
    expect(platform).toBe(littleEndian ? 'linux-ppc64le' : 'linux-ppc64');
  });

  it('is what the process says otherwise', () => {
    expect(constants.platform.startsWith(`${process.platform}-${process.arch}`)).toBe(true);
  });
});

describe('valueOn', () => {
  it.each(strangers)('knows no constant %o', (name) => {
    expect(valueOn('linux-x64', name)).toBeUndefined();
  });

  it.each(['linux', 'linux-mips*', 'all', 'linux-x65', 'win32-x64', '', ...strangers])(
    'knows no platform %o',
    (platform) => {
      expect(valueOn(platform, 'PROT_READ')).toBeUndefined();
    },
  );
});

describe('the lists', () => {
  it('name platforms in alphabetical order', () => {
    expect(platforms()).toEqual([...new Set(platforms())].sort());
  });

  it('are fresh at each call, so that nobody can change them for others', () => {
    expect(names()).not.toBe(names());
    expect(platforms()).not.toBe(platforms());
  });
});

describe('sinceKernel', () => {
  it.each([
    ['MAP_POPULATE', '2.5.46'],
    ['MAP_HUGETLB', '2.6.32'],
    ['MAP_SHARED_VALIDATE', '4.15'],
    ['MAP_FIXED_NOREPLACE', '4.17'],
    ['MAP_DROPPABLE', '6.11'],
    ['MADV_FREE', '4.5'],
    ['MADV_POPULATE_READ', '5.14'],
    ['MADV_GUARD_INSTALL', '6.13'],
    ['MREMAP_DONTUNMAP', '5.7'],
    ['MFD_CLOEXEC', '3.17'],
    ['F_SEAL_FUTURE_WRITE', '5.1'],
  ])('dates %s to Linux %s', (name, release) => {
    expect(sinceKernel(name)).toBe(release);
  });

  it.each(['MAP_SHARED', 'PROT_READ', 'MS_SYNC', 'MAP_JIT', 'MADV_ZERO', ...strangers])(
    'has no date for %o',
    (name) => {
      expect(sinceKernel(name)).toBeUndefined();
    },
  );

  it('dates nothing that Linux lacks', () => {
    const linux = platforms().filter((platform) => platform.startsWith('linux-'));
    const dated = names().filter((name) => sinceKernel(name) !== undefined);
    expect(dated.filter((name) => !linux.some((platform) => valueOn(platform, name) !== undefined))).toEqual(
      [],
    );
    expect(dated.filter((name) => !/^\d+\.\d+(\.\d+)?$/.test(sinceKernel(name) ?? ''))).toEqual([]);
  });
});

describe('sourceOf', () => {
  it.each([
    ['MAP_ANONYMOUS', 'linux-x64', 'asm-generic/mman'],
    ['MAP_ANONYMOUS', 'linux-mips64el', 'arch/mips/include/uapi/asm/mman.h'],
    ['MAP_ANON', 'linux-mips64el', 'glibc'],
    ['MAP_SHARED', 'linux-alpha', 'include/uapi/linux/mman.h'],
    ['MAP_SHARED', 'darwin-x64', 'XNU'],
    ['MADV_HUGEPAGE', 'linux-hppa', 'Linux 6.2'],
    ['MADV_HUGEPAGE', 'linux-arm', 'asm-generic/mman'],
    ['MADV_GUARD_REMOVE', 'linux-s390x', 'Linux 6.13'],
    ['F_ADD_SEALS', 'freebsd-x64', 'fcntl.h'],
    ['POSIX_MADV_NORMAL', 'linux-mips', 'glibc'],
    ['MC_SYNC', 'sunos-x64', 'illumos'],
  ])('says where %s of %s is from', (name, platform, source) => {
    expect(sourceOf(name, platform)).toContain(source);
  });

  it('has an answer exactly where there is a value', () => {
    for (const platform of platforms()) {
      const valued = names().filter((name) => valueOn(platform, name) !== undefined);
      expect(names().filter((name) => sourceOf(name, platform) !== undefined)).toEqual(valued);
    }
  });

  it.each(strangers)('has none for %o', (name) => {
    expect(sourceOf(name, 'linux-x64')).toBeUndefined();
    expect(sourceOf('PROT_READ', name)).toBeUndefined();
  });
});

describe('pick', () => {
  const columns = { all: 1, linux: 2, 'linux-mips*': 3, 'linux-mips64': 4, darwin: ABSENT } as const;

  it.each([
    ['aix-ppc64', 1],
    ['linux-arm', 2],
    ['linux-mipsel', 3],
    ['linux-mips', 3],
    ['linux-mips64', 4],
    ['darwin-x64', ABSENT],
  ] as const)('takes the most specific column of %s', (platform, entry) => {
    expect(pick(columns, platform)).toBe(entry);
  });

  it('takes no platform for the beginning of another', () => {
    expect(pick({ 'linux-arm': 1 }, 'linux-arm64')).toBeUndefined();
  });
});
