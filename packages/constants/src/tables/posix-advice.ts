import { table } from '../table.js';
import { elsewhere } from './sources.js';

const alpha = { 'linux-alpha': 'glibc sysdeps/unix/sysv/linux/alpha/bits/mman.h' };

/** What posix_madvise(3) is told, a library function: on AIX its numbers differ from MADV_*. */
export const posixAdvice = table({
  sources: {
    ...elsewhere,
    aix: 'AIX <sys/mman.h>, as the libc crate of Rust records it',
    dragonfly: 'DragonFly BSD <sys/mman.h>, as the libc crate of Rust records it',
    linux: 'glibc sysdeps/unix/sysv/linux/bits/mman-linux.h',
  },
  rows: {
    POSIX_MADV_NORMAL: { all: 0, aix: 1 },
    POSIX_MADV_RANDOM: { all: 1, aix: 3 },
    POSIX_MADV_SEQUENTIAL: { all: 2 },
    POSIX_MADV_WILLNEED: { all: 3, aix: 4 },
    POSIX_MADV_DONTNEED: { all: 4, 'linux-alpha': 6, aix: 5, source: alpha },
  },
});
