import { table } from '../table.js';
import { mman } from './sources.js';

/** What a child gets of a range after fork(2): the argument of minherit(2). */
export const inheritance = table({
  sources: mman,
  rows: {
    INHERIT_SHARE: { freebsd: 0 },
    INHERIT_COPY: { freebsd: 1 },
    INHERIT_NONE: { freebsd: 2 },
    INHERIT_ZERO: { freebsd: 3 },
    MAP_INHERIT_SHARE: { netbsd: 0, openbsd: 0 },
    MAP_INHERIT_COPY: { netbsd: 1, openbsd: 1 },
    MAP_INHERIT_NONE: { netbsd: 2, openbsd: 2 },
    MAP_INHERIT_DONATE_COPY: { netbsd: 3 },
    MAP_INHERIT_ZERO: { netbsd: 4, openbsd: 3 },
    MAP_INHERIT_DEFAULT: { netbsd: 1 },
  },
});
