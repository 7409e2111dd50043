import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { names, type Platform, sinceKernel, valueOn } from '../src/index.js';
import { hasCompiler, probe } from './probe.js';

/** Folders that Debian's packages linux-libc-dev-<arch>-cross install under /usr. */
const triples: readonly (readonly [triple: string, platform: Platform])[] = [
  ['aarch64-linux-gnu', 'linux-arm64'],
  ['alpha-linux-gnu', 'linux-alpha'],
  ['arm-linux-gnueabi', 'linux-arm'],
  ['arm-linux-gnueabihf', 'linux-arm'],
  ['hppa-linux-gnu', 'linux-hppa'],
  ['i686-linux-gnu', 'linux-ia32'],
  ['loongarch64-linux-gnu', 'linux-loong64'],
  ['mips-linux-gnu', 'linux-mips'],
  ['mips64-linux-gnuabi64', 'linux-mips64'],
  ['mips64el-linux-gnuabi64', 'linux-mips64el'],
  ['mipsel-linux-gnu', 'linux-mipsel'],
  ['powerpc-linux-gnu', 'linux-ppc'],
  ['powerpc64-linux-gnu', 'linux-ppc64'],
  ['powerpc64le-linux-gnu', 'linux-ppc64le'],
  ['riscv64-linux-gnu', 'linux-riscv64'],
  ['s390x-linux-gnu', 'linux-s390x'],
  ['sparc64-linux-gnu', 'linux-sparc64'],
  ['x86_64-linux-gnu', 'linux-x64'],
];

const headers = ['asm/mman.h', 'linux/mman.h', 'linux/memfd.h', 'linux/fcntl.h', 'linux/fadvise.h'];

/** What the compiler of the processor would define, where the headers ask for it: the one at hand does not. */
const predefined: Partial<Record<Platform, readonly string[]>> = { 'linux-s390x': ['-D__s390x__'] };

/** Linux 6.2 renumbered these on PA-RISC; the table has the new numbers, older headers have these. */
const hppaBefore6_2 = {
  MADV_MERGEABLE: 65,
  MADV_UNMERGEABLE: 66,
  MADV_HUGEPAGE: 67,
  MADV_NOHUGEPAGE: 68,
  MADV_DONTDUMP: 69,
  MADV_DODUMP: 70,
  MADV_WIPEONFORK: 71,
  MADV_KEEPONFORK: 72,
  MADV_COLLAPSE: 73,
};

/** Names of the C library: no kernel header has them. */
const library = /^(MAP_FAILED|MAP_ANON|POSIX_MADV_.*)$/;

/** As the kernel encodes a release in LINUX_VERSION_CODE: one byte each for version, patch level, sublevel. */
const code = (release: string): number => {
  const [version = 0, patchLevel = 0, sublevel = 0] = release.split('.').map(Number);
  return version * 0x10000 + patchLevel * 0x100 + sublevel;
};

function releaseOf(include: string): number {
  const version = readFileSync(`${include}/linux/version.h`, 'utf8');
  return Number(/LINUX_VERSION_CODE (\d+)/.exec(version)?.[1]);
}

describe.each(triples)('the kernel headers of %s', (triple, platform) => {
  const include = `/usr/${triple}/include`;
  const reason = !hasCompiler
    ? 'no C compiler on PATH'
    : existsSync(`${include}/asm/mman.h`)
      ? undefined
      : `${include} is not installed`;

  it.skipIf(reason)(`agree with ${platform}${reason ? ` (skipped: ${reason})` : ''}`, () => {
    const flags = ['-nostdinc', '-isystem', include, ...(predefined[platform] ?? [])];
    const printed = probe({ names: names(), headers, flags });
    const release = releaseOf(include);
    expect(release).toBeGreaterThan(code('4.0'));
    expect(printed.size).toBeGreaterThan(90);

    const renumbered = platform === 'linux-hppa' && release < code('6.2') ? hppaBefore6_2 : {};
    const table = [...printed.keys()].map((name) => [name, valueOn(platform, name)]);
    expect(Object.fromEntries(printed)).toEqual({ ...Object.fromEntries(table), ...renumbered });

    // What these headers lack must be younger than they are, or not the kernel's.
    const missing = names().filter((name) => valueOn(platform, name) !== undefined && !printed.has(name));
    const unexplained = missing.filter((name) => code(sinceKernel(name) ?? '0') <= release);
    expect(unexplained.filter((name) => !library.test(name))).toEqual([]);
  });
});
