import { table } from '../table.js';

/** What posix_fadvise(3) is told of a file. */
export const fileAdvice = table({
  sources: {
    freebsd: 'FreeBSD 14 sys/sys/fcntl.h',
    linux: 'Linux 6.1 include/uapi/linux/fadvise.h',
    netbsd: 'NetBSD sys/sys/fcntl.h',
    sunos: 'illumos usr/src/uts/common/sys/fcntl.h',
  },
  rows: {
    POSIX_FADV_NORMAL: { linux: 0, freebsd: 0, netbsd: 0, sunos: 0 },
    POSIX_FADV_RANDOM: { linux: 1, freebsd: 1, netbsd: 1, sunos: 1 },
    POSIX_FADV_SEQUENTIAL: { linux: 2, freebsd: 2, netbsd: 2, sunos: 2 },
    POSIX_FADV_WILLNEED: { linux: 3, freebsd: 3, netbsd: 3, sunos: 3 },
    POSIX_FADV_DONTNEED: { linux: 4, 'linux-s390x': 6, freebsd: 4, netbsd: 4, sunos: 4 },
    POSIX_FADV_NOREUSE: { linux: 5, 'linux-s390x': 7, freebsd: 5, netbsd: 5, sunos: 5 },
  },
});
