import { table } from '../table.js';

/** Seals of a memory file, and the fcntl(2) commands that add and read them. */
export const seals = table({
  sources: { freebsd: 'FreeBSD 14 sys/sys/fcntl.h', linux: 'Linux 6.1 include/uapi/linux/fcntl.h' },
  rows: {
    F_ADD_SEALS: { linux: 1033, freebsd: 19, since: '3.17' },
    F_GET_SEALS: { linux: 1034, freebsd: 20, since: '3.17' },
    F_SEAL_SEAL: { linux: 1, freebsd: 1, since: '3.17' },
    F_SEAL_SHRINK: { linux: 2, freebsd: 2, since: '3.17' },
    F_SEAL_GROW: { linux: 4, freebsd: 4, since: '3.17' },
    F_SEAL_WRITE: { linux: 8, freebsd: 8, since: '3.17' },
    F_SEAL_FUTURE_WRITE: { linux: 0x10, since: '5.1' },
    F_SEAL_EXEC: { linux: 0x20, since: '6.3', source: { linux: 'Linux 6.3 include/uapi/linux/fcntl.h' } },
  },
});
