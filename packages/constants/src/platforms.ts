/** Every platform with a column of numbers, as `process.platform`, a hyphen and the processor. */
export const known = [
  'aix-ppc64',
  'darwin-arm64',
  'darwin-x64',
  'dragonfly-x64',
  'freebsd-arm',
  'freebsd-arm64',
  'freebsd-ia32',
  'freebsd-riscv64',
  'freebsd-x64',
  'linux-alpha',
  'linux-arm',
  'linux-arm64',
  'linux-hppa',
  'linux-ia32',
  'linux-loong64',
  'linux-mips',
  'linux-mips64',
  'linux-mips64el',
  'linux-mipsel',
  'linux-ppc',
  'linux-ppc64',
  'linux-ppc64le',
  'linux-riscv64',
  'linux-s390x',
  'linux-sparc64',
  'linux-x64',
  'netbsd-arm',
  'netbsd-arm64',
  'netbsd-ia32',
  'netbsd-x64',
  'openbsd-arm',
  'openbsd-arm64',
  'openbsd-ia32',
  'openbsd-ppc64',
  'openbsd-riscv64',
  'openbsd-x64',
  'sunos-x64',
] as const;

/** A platform with a column of numbers: `linux-x64`, `darwin-arm64`, ... */
export type Platform = (typeof known)[number];

export function isPlatform(name: string): name is Platform {
  return known.some((platform) => platform === name);
}

/**
 * The running platform: `process.platform`, a hyphen and `process.arch`, as in `linux-x64`. Node.js says `ppc64`
 * for both byte orders; here the little-endian one is `ppc64le`. The answer may be a platform without a table
 * (`win32-x64`): then every constant is 0 and none is available.
 *
 * @example
 * const anonymous = valueOn(platform, 'MAP_ANONYMOUS'); // 0x20 on most Linux, 0x1000 on macOS
 */
export const platform: string = `${process.platform}-${processor(process.arch)}`;

function processor(arch: string): string {
  const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  return arch === 'ppc64' && littleEndian ? 'ppc64le' : arch;
}
