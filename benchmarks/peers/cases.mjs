// Against what people use today. Every case is a program of ./programs (in C: ../c, in Python: peers.py) over the subjects.
import { all, peerCase, variantOf } from './subjects.mjs';

const KIB = 2 ** 10;
const MIB = 2 ** 20;
const GIB = 2 ** 30;
const WARM = String(64 * MIB);
const noFiles = 'maps no files';
const inShm = { shm: noFiles };
const noCall = { shm: noFiles, bun: 'has no such call' };

const mapping = [
  [4 * KIB, '4 KiB'],
  [64 * KIB, '64 KiB'],
  [GIB, '1 GiB'],
].map(([size, title]) =>
  peerCase(`map-${title.replace(' ', '')}`, `open, map, touch, unmap: ${title}`, all('raw', 'readSync'), {
    group: 'map',
    budget: 600, // the code of a whole mapping takes long to be compiled
    program: 'map',
    args: [String(size)],
    c: { file: 'among.c', args: [String(size), '0'] },
    cannot: inShm,
  }),
);

const firstTouch = peerCase('first-touch', 'first touch, per page', all('readSync'), {
  group: 'map',
  program: 'first-touch',
  args: [WARM],
  cannot: { ...inShm, readFile: 'no mapping' },
});

const kinds = [
  ['uint8', '1 byte'],
  ['uint16', '2 bytes'],
  ['uint32', '4 bytes'],
  ['float64', '8 bytes'],
];
const elements = ['sequential', 'random'].flatMap((order) =>
  ['read', 'write'].flatMap((way) =>
    kinds.map(([kind, title]) =>
      peerCase(`${order}-${way}-${kind}`, `${order} ${way}, ${title}`, all(), {
        group: `${order}-${way}`,
        program: 'elements',
        args: [kind, WARM, order, way],
      }),
    ),
  ),
);

const big = ['read', 'write'].map((way) => {
  const one = peerCase(`int64-${way}`, `int64, sequential ${way}`, all(), {
    group: 'int64',
    program: 'elements',
    args: ['int64', WARM, 'sequential', way],
  });
  const safe = { program: 'elements', args: ['safeInt64', WARM, 'sequential', way] };
  one.variants.splice(2, 0, { ...variantOf('native', safe), name: 'carray, native, safeInt64' });
  return one;
});

const detached = ['sequential', 'random'].map((order) =>
  peerCase(`detached-${order}`, `${order} read, 4 bytes`, all('c', 'python', 'numpy', 'readSync'), {
    group: 'detached',
    program: 'elements',
    args: ['uint32', WARM, order, 'read', 'detached'],
  }),
);

const accessors = [
  ['carray', "carray's ref", 'native', true],
  ['carray-field', "carray's columns", 'native', true],
  ['carray', "carray's ref, ffi", 'ffi', true],
  ['typed-arrays', 'typed arrays by hand'],
  ['data-view', 'a DataView by hand'],
  ['structurae', 'structurae'],
  ['typed-struct', 'typed-struct'],
];
const structs = ['read', 'update'].map((what) => ({
  ...{ id: `structs-${what}`, name: `records: ${what}`, group: 'structs', unit: 'ns' },
  variants: [
    { name: 'C', c: 'structs.c', args: [String(16 * MIB), what] },
    ...accessors.map(([accessor, name, backend, own]) => ({
      ...{ name, own, backend: backend ?? 'native', program: '../peers/programs/structs.mjs' },
      args: [accessor, String(16 * MIB), what],
    })),
    ...['python', 'numpy'].map((key) =>
      variantOf(key, { program: 'structs', args: [String(16 * MIB), what] }),
    ),
  ],
}));

const bulk = [
  ['copy-out', 'copy 4 MiB out'],
  ['copy-in', 'copy 4 MiB in'],
  ['fill', 'fill 4 MiB'],
].map(([what, name]) =>
  peerCase(what, name, all('readSync'), { group: 'bulk', program: 'bulk', args: [String(4 * MIB), what] }),
);

const msync = peerCase('msync-page', 'store into a page and have it on disk', all('readSync', 'raw'), {
  group: 'system',
  onDisk: true,
  program: 'msync',
  c: { file: 'sync-page.c' },
  cannot: noCall,
});

const resident = peerCase('residency-1GiB', 'which pages of 1 GiB are there', all('readSync', 'raw'), {
  group: 'system',
  program: 'residency',
  args: [String(GIB)],
  c: { file: 'resident.c' },
  cannot: { ...noCall, readFile: 'no mapping', python: 'has no such call', numpy: 'has no such call' },
});

const memory = peerCase('memory', 'memory of a mapping of a page, of 10,000', all('readSync'), {
  group: 'footprint',
  unit: 'bytes',
  program: 'memory',
  args: ['10000'],
  flags: ['--expose-gc'],
});

const start = peerCase('start', 'a process that maps a page and ends', all('raw', 'python', 'numpy'), {
  group: 'footprint',
  program: 'start',
  cannot: inShm,
});
start.variants.splice(1, 0, {
  name: 'Node alone',
  program: '../peers/programs/start.mjs',
  args: ['nothing'],
});

const packages = [
  ['carray', 'carray', true],
  ['@riaskov/mmap-io', '@riaskov/mmap-io'],
  ['koffi', 'koffi by hand'],
  ['shm-typed-array', 'shm-typed-array'],
  ['structurae', 'structurae'],
  ['typed-struct', 'typed-struct'],
];
const ofPackages = (id, name, program, unit) => ({
  ...{ id, name, unit, group: 'footprint' },
  variants: packages.map(([module, title, own]) => ({
    ...{ name: title, own, backend: 'native' },
    ...{ program: `../peers/programs/${program}.mjs`, args: [module] },
  })),
});

const tell = (name, program, args, rest) => ({ name, program, args, ...rest });
const peerProgram = (name, program, args) => tell(name, `../peers/programs/${program}.mjs`, args);
const ours = (program, args, names = ['carray, native', 'carray, ffi']) =>
  ['native', 'ffi'].map((backend, index) => tell(names[index], program, args, { backend, own: true }));

const wake = {
  ...{ id: 'wake', name: 'a round trip between two processes', group: 'processes', unit: 'ns' },
  variants: [
    { name: 'C, futex', c: 'wake.c' },
    ...ours('round-trip.mjs', ['sync'], ['carray waitSync, native', 'carray waitSync, ffi']),
    ...ours('round-trip.mjs', ['async'], ['carray wait, native', 'carray wait, ffi']),
    tell('process.send', 'round-trip.mjs', ['send']),
    peerProgram('a pipe', 'wake', ['pipe']),
    peerProgram('postMessage to a worker', 'wake', ['message']),
    peerProgram('Atomics.wait in a worker', 'wake', ['atomics']),
  ],
};

const messages = [64, 65_536].map((size) => ({
  ...{ id: `message-${size}`, name: `a message of ${size} bytes`, group: 'processes', unit: 'ns' },
  variants: [
    { name: 'C, a ring', c: 'message.c', args: [String(size)] },
    ...ours('ring.mjs', [String(size), 'copy']),
    tell('carray, native, in place', 'ring.mjs', [String(size), 'in-place'], {
      backend: 'native',
      own: true,
    }),
    tell('process.send', 'process-send.mjs', [String(size)]),
    peerProgram('a pipe', 'message', ['pipe', String(size)]),
    peerProgram('postMessage to a worker', 'message', ['worker', String(size)]),
  ],
}));

export const peerCases = [
  ...[...mapping, firstTouch, ...elements, ...big, ...detached, ...structs, ...bulk, msync, resident],
  ...[wake, ...messages, memory, start],
  ofPackages('import', 'import', 'import', 'ns'),
  ofPackages('install-size', 'size on disk, with what it brings', 'install-size', 'bytes'),
];
