import { here } from '../lookup.js';

/** Close the descriptor at execve(2). */
export const MFD_CLOEXEC = here('MFD_CLOEXEC');

/** Allow seals; without it the file starts with F_SEAL_SEAL. */
export const MFD_ALLOW_SEALING = here('MFD_ALLOW_SEALING');

/** Use pages from the pool of huge pages. */
export const MFD_HUGETLB = here('MFD_HUGETLB');

/** Not executable, and sealed against a change of that. */
export const MFD_NOEXEC_SEAL = here('MFD_NOEXEC_SEAL');

/** Executable. */
export const MFD_EXEC = here('MFD_EXEC');

/** How far the binary logarithm of a page size is shifted left. */
export const MFD_HUGE_SHIFT = here('MFD_HUGE_SHIFT');

/** The bits of the logarithm: before the shift on Linux, after it on FreeBSD. */
export const MFD_HUGE_MASK = here('MFD_HUGE_MASK');

/** Pages of 64 KiB. */
export const MFD_HUGE_64KB = here('MFD_HUGE_64KB');

/** Pages of 512 KiB. */
export const MFD_HUGE_512KB = here('MFD_HUGE_512KB');

/** Pages of 1 MiB. */
export const MFD_HUGE_1MB = here('MFD_HUGE_1MB');

/** Pages of 2 MiB. */
export const MFD_HUGE_2MB = here('MFD_HUGE_2MB');

/** Pages of 8 MiB. */
export const MFD_HUGE_8MB = here('MFD_HUGE_8MB');

/** Pages of 16 MiB. */
export const MFD_HUGE_16MB = here('MFD_HUGE_16MB');

/** Pages of 32 MiB. */
export const MFD_HUGE_32MB = here('MFD_HUGE_32MB');

/** Pages of 256 MiB. */
export const MFD_HUGE_256MB = here('MFD_HUGE_256MB');

/** Pages of 512 MiB. */
export const MFD_HUGE_512MB = here('MFD_HUGE_512MB');

/** Pages of 1 GiB. */
export const MFD_HUGE_1GB = here('MFD_HUGE_1GB');

/** Pages of 2 GiB. */
export const MFD_HUGE_2GB = here('MFD_HUGE_2GB');

/** Pages of 16 GiB. Past 2^31: use `>>> 0`. */
export const MFD_HUGE_16GB = here('MFD_HUGE_16GB');
