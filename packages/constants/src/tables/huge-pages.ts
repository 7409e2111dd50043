import { table } from '../table.js';
import { mman } from './sources.js';

/** Huge pages for mmap(2). A size is its binary logarithm, shifted left by MAP_HUGE_SHIFT. */
export const hugePages = table({
  sources: { linux: 'Linux 6.1 include/uapi/linux/mman.h and asm-generic/hugetlb_encode.h' },
  rows: {
    MAP_HUGETLB: {
      linux: 0x40000,
      'linux-alpha': 0x100000,
      'linux-hppa': 0x80000,
      'linux-mips*': 0x80000,
      since: '2.6.32',
      source: mman,
    },
    MAP_HUGE_SHIFT: { linux: 26, since: '3.8' },
    MAP_HUGE_MASK: { linux: 0x3f, since: '3.8' },
    MAP_HUGE_16KB: { linux: 0x38000000, since: '3.8' },
    MAP_HUGE_64KB: { linux: 0x40000000, since: '3.8' },
    MAP_HUGE_512KB: { linux: 0x4c000000, since: '3.8' },
    MAP_HUGE_1MB: { linux: 0x50000000, since: '3.8' },
    MAP_HUGE_2MB: { linux: 0x54000000, since: '3.8' },
    MAP_HUGE_8MB: { linux: 0x5c000000, since: '3.8' },
    MAP_HUGE_16MB: { linux: 0x60000000, since: '3.8' },
    MAP_HUGE_32MB: { linux: 0x64000000, since: '3.8' },
    MAP_HUGE_256MB: { linux: 0x70000000, since: '3.8' },
    MAP_HUGE_512MB: { linux: 0x74000000, since: '3.8' },
    MAP_HUGE_1GB: { linux: 0x78000000, since: '3.8' },
    MAP_HUGE_2GB: { linux: 0x7c000000, since: '3.8' },
    MAP_HUGE_16GB: { linux: 0x88000000, since: '3.8' },
  },
});
