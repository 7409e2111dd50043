import { table } from '../table.js';
import { elsewhere } from './sources.js';

/** Flags of memfd_create(2). A huge page size is its binary logarithm, shifted left by MFD_HUGE_SHIFT. */
export const memoryFile = table({
  sources: { ...elsewhere, linux: 'Linux 6.1 include/uapi/linux/memfd.h and asm-generic/hugetlb_encode.h' },
  rows: {
    MFD_CLOEXEC: { linux: 1, freebsd: 1, netbsd: 1, since: '3.17' },
    MFD_ALLOW_SEALING: { linux: 2, freebsd: 2, netbsd: 2, since: '3.17' },
    MFD_HUGETLB: { linux: 4, freebsd: 4, since: '4.14' },
    MFD_NOEXEC_SEAL: { linux: 8, since: '6.3', source: { linux: 'Linux 6.3 include/uapi/linux/memfd.h' } },
    MFD_EXEC: { linux: 0x10, since: '6.3', source: { linux: 'Linux 6.3 include/uapi/linux/memfd.h' } },
    MFD_HUGE_SHIFT: { linux: 26, freebsd: 26, since: '4.14' },
    MFD_HUGE_MASK: { linux: 0x3f, freebsd: 0xfc000000, since: '4.14' },
    MFD_HUGE_64KB: { linux: 0x40000000, freebsd: 0x40000000, since: '4.14' },
    MFD_HUGE_512KB: { linux: 0x4c000000, freebsd: 0x4c000000, since: '4.14' },
    MFD_HUGE_1MB: { linux: 0x50000000, freebsd: 0x50000000, since: '4.14' },
    MFD_HUGE_2MB: { linux: 0x54000000, freebsd: 0x54000000, since: '4.14' },
    MFD_HUGE_8MB: { linux: 0x5c000000, freebsd: 0x5c000000, since: '4.14' },
    MFD_HUGE_16MB: { linux: 0x60000000, freebsd: 0x60000000, since: '4.14' },
    MFD_HUGE_32MB: { linux: 0x64000000, freebsd: 0x64000000, since: '4.14' },
    MFD_HUGE_256MB: { linux: 0x70000000, freebsd: 0x70000000, since: '4.14' },
    MFD_HUGE_512MB: { linux: 0x74000000, freebsd: 0x74000000, since: '4.14' },
    MFD_HUGE_1GB: { linux: 0x78000000, freebsd: 0x78000000, since: '4.14' },
    MFD_HUGE_2GB: { linux: 0x7c000000, freebsd: 0x7c000000, since: '4.14' },
    MFD_HUGE_16GB: { linux: 0x88000000, freebsd: 0x88000000, since: '4.14' },
  },
});
