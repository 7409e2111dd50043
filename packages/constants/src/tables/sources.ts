import type { Columns } from '../table.js';

/** Where `<sys/mman.h>` comes from outside Linux. */
export const elsewhere = {
  aix: 'AIX <sys/mman.h>, as golang.org/x/sys unix/zerrors_aix_ppc64.go records it',
  darwin: 'XNU 11417.101.15 bsd/sys/mman.h',
  dragonfly: 'DragonFly BSD <sys/mman.h>, as golang.org/x/sys unix/zerrors_dragonfly_amd64.go records it',
  freebsd: 'FreeBSD 14 sys/sys/mman.h',
  netbsd: 'NetBSD sys/sys/mman.h 1.64',
  openbsd: 'OpenBSD sys/sys/mman.h 1.34',
  sunos: 'illumos usr/src/uts/common/sys/mman.h',
} satisfies Columns<string>;

/** Where the numbers of `<sys/mman.h>` come from; on Linux, the kernel header that each processor exports. */
export const mman = {
  ...elsewhere,
  linux: 'Linux 6.1 include/uapi/asm-generic/mman.h and mman-common.h',
  'linux-alpha': 'Linux 6.1 arch/alpha/include/uapi/asm/mman.h',
  'linux-hppa': 'Linux 6.1 arch/parisc/include/uapi/asm/mman.h',
  'linux-mips*': 'Linux 6.1 arch/mips/include/uapi/asm/mman.h',
  'linux-ppc*': 'Linux 6.1 arch/powerpc/include/uapi/asm/mman.h and asm-generic/mman-common.h',
  'linux-sparc64': 'Linux 6.1 arch/sparc/include/uapi/asm/mman.h and asm-generic/mman-common.h',
} satisfies Columns<string>;

/** Names that Linux spells the same for every processor. */
export const linuxMman = 'Linux 6.1 include/uapi/linux/mman.h';
