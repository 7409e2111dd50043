/**
 * The table. The first variant of a case is the reference of its ratios; `goal` is the ratio that is wished for, `goalNanoseconds`
 * the time, where that is what is wished for.
 * A variant is a C program, or a program of ./programs with arguments, on a backend.
 */
const onBackends = (program, args) => [
  { name: 'native', program, args, backend: 'native', own: true },
  { name: 'ffi', program, args, backend: 'ffi', own: true },
];

export const cases = [
  {
    id: 'map-unmap',
    name: 'open + map + touch one page + close + unmap, a file of 64 KiB',
    goal: { native: 1.5, ffi: 2.5 },
    variants: [{ name: 'C', c: 'map-unmap.c' }, ...onBackends('map-unmap.mjs')],
  },
  {
    id: 'raw-view',
    name: 'sum of a raw Uint32Array of 16 KiB, over a mapping and over an ordinary ArrayBuffer',
    goal: { native: 1, ffi: 1 },
    variants: [
      { name: 'ordinary', program: 'raw-view.mjs', args: ['ordinary'] },
      ...onBackends('raw-view.mjs', ['mapped']),
    ],
  },
  ...['mprotect', 'mprotect-toggle', 'madvise-normal', 'madvise-willneed', 'msync'].map((call) => ({
    id: call,
    name: `${call} on one page, per round`,
    goal: { native: 1.15, ffi: 1.4 },
    variants: [
      { name: 'C', c: 'range-call.c', args: [call] },
      ...onBackends('range-call.mjs', [call]),
      { name: 'native backend alone', program: 'range-call-raw.mjs', args: [call], backend: 'native' },
      { name: 'ffi backend alone', program: 'range-call-raw.mjs', args: [call], backend: 'ffi' },
    ],
  })),
  {
    id: 'unmap-large',
    name: 'unmap of 1 GiB of a file, all of its pages there',
    goalNanoseconds: { native: 1_500_000, ffi: 1_500_000 },
    variants: [{ name: 'C', c: 'unmap-large.c' }, ...onBackends('unmap-large.mjs')],
  },
  {
    id: 'residency',
    name: 'residency of 1 GiB of a file, all of its pages there',
    goalNanoseconds: { native: 5_000_000, ffi: 5_000_000 },
    variants: [{ name: 'C', c: 'residency.c' }, ...onBackends('residency.mjs')],
  },
  ...['sync', 'async'].map((how) => ({
    id: `populate-${how}`,
    name: `${how === 'sync' ? 'populateSync' : 'populate'} of 1 GiB of a file from the page cache, in ordinary pages`,
    goal: { native: 1.1, ffi: 1.1 },
    variants: [{ name: 'C', c: 'populate.c' }, ...onBackends('populate.mjs', [how])],
  })),
  {
    id: 'share-attach',
    name: 'share() in one thread and attach() in another',
    goalNanoseconds: { native: 50_000, ffi: 50_000 },
    variants: onBackends('share-attach.mjs'),
  },
  ...['native', 'ffi'].map((backend) => ({
    id: `among-many-${backend}`,
    name: `map, store, load, unmap a page of anonymous memory among live mappings, ${backend}`,
    goal: { 'among 20,000': 1.5 },
    variants: [
      { name: 'among none', program: 'among-many.mjs', args: ['0'], backend },
      { name: 'among 20,000', program: 'among-many.mjs', args: ['20000'], backend },
    ],
  })),
  {
    id: 'resize',
    name: 'resize without moving, 64 KiB and 128 KiB in turns, the last page touched',
    goalNanoseconds: { native: 20_000, ffi: 20_000, 'native, set aside': 20_000 },
    variants: [
      { name: 'C', c: 'resize.c' },
      ...onBackends('resize.mjs', ['mremap']),
      { name: 'native, set aside', program: 'resize.mjs', args: ['reserved'], backend: 'native' },
      { name: 'ffi, set aside', program: 'resize.mjs', args: ['reserved'], backend: 'ffi' },
    ],
  },
  {
    id: 'wait-sync',
    name: 'round trip of two processes that block, waitSync and notify',
    goalNanoseconds: { native: 8_000, ffi: 8_000 },
    variants: [
      { name: 'process.send', program: 'round-trip.mjs', args: ['send'] },
      ...onBackends('round-trip.mjs', ['sync']),
    ],
  },
  {
    id: 'wait',
    name: 'round trip of two processes, wait and notify',
    goal: { native: 1 },
    variants: [
      { name: 'process.send', program: 'round-trip.mjs', args: ['send'] },
      ...onBackends('round-trip.mjs', ['async']),
    ],
  },
  {
    id: 'lock',
    name: 'SharedLock that nobody else wants: acquireSync and release',
    goalNanoseconds: { native: 100, ffi: 100 },
    variants: onBackends('lock.mjs'),
  },
  ...[64, 65_536].map((size) => ({
    id: `ring-${size}`,
    name: `a message of ${size} bytes from one process to another`,
    ...(size === 64
      ? { goal: { native: 0.1, ffi: 0.1 } }
      : {
          goalNanoseconds: {
            ...{ native: size / 2, ffi: size / 2 },
            ...{ 'native, in place': size / 2, 'ffi, in place': size / 2 },
          },
        }),
    variants: [
      { name: 'process.send', program: 'process-send.mjs', args: [String(size)] },
      ...onBackends('ring.mjs', [String(size), 'copy']),
      { name: 'native, in place', program: 'ring.mjs', args: [String(size), 'in-place'], backend: 'native' },
      { name: 'ffi, in place', program: 'ring.mjs', args: [String(size), 'in-place'], backend: 'ffi' },
    ],
  })),
];

/** What `npm run bench` runs when nothing is asked for: under three minutes on a quiet machine. */
export const short = [
  'map-unmap',
  'raw-view',
  'mprotect',
  'msync',
  'unmap-large',
  'residency',
  'populate-sync',
  'share-attach',
  'resize',
  'wait-sync',
  'wait',
  'lock',
  'ring-64',
];
