import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'carray-no-eval-'));
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The sources as a program's modules: a process of its own cannot be given the test runner's. */
beforeAll(async () => {
  await build({
    entry: {
      carray: path('../src/index.ts'),
      fake: path('../../backend/src/fake.ts'),
      windowed: path('support/windowed-backend.ts'),
    },
    outDir: folder,
    format: 'cjs',
    config: false,
    silent: true,
    clean: false,
    dts: false,
    splitting: false,
    noExternal: [/^@carray\/(constants|backend)$/],
    esbuildOptions(options) {
      options.alias = {
        '@carray/constants': path('../../constants/src/index.ts'),
        '@carray/backend': path('../../backend/src/index.ts'),
      };
    },
  });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

const prelude = `
  const { CArray, withBackend, struct, array, char, uint8, uint16be, uint32, int64, float64, bits, munmap } = require('./carray.js');
  const { createFakeBackend } = require('./fake.js');
  const { createWindowedBackend } = require('./windowed.js');
  const outcome = (action) => { try { return action(); } catch (error) { return error.code ?? String(error); } };
  const show = (...values) => console.log(JSON.stringify(values, (_, value) => typeof value === 'bigint' ? value + 'n' : value));
  const isChecked = (array) => Object.getPrototypeOf(array) === CArray.prototype;
  const point = struct({ id: uint16be, at: struct({ x: float64 }), name: array(char, 4), low: bits(uint8, 3) });`;

/** The values that a program shows, in a process where code cannot be generated, and in one where it can. */
function shown(program: string): { forbidden: unknown[]; allowed: unknown[] } {
  const [forbidden, allowed] = [['--disallow-code-generation-from-strings'], []].map((flags) => {
    const source = `${prelude}\n${program}`;
    const text = execFileSync(process.execPath, [...flags, '-e', source], { cwd: folder, encoding: 'utf8' });
    return JSON.parse(text);
  });
  return { forbidden, allowed };
}

const programs: [string, string, unknown[]][] = [
  [
    'elements',
    `const list = CArray.of(uint32, 1, 2, 3);
     show(list.toArray(), outcome(() => list.get(3)), outcome(() => list.get('0')), outcome(() => list.set(0, -1)), outcome(() => list.set(0, '1')));`,
    [[1, 2, 3], 'ERR_OUT_OF_RANGE', 'ERR_INVALID_ARG_TYPE', 'ERR_OUT_OF_RANGE', 'ERR_INVALID_ARG_TYPE'],
  ],
  [
    'the other byte order, not aligned',
    `const bytes = CArray.from(uint8, [9, 1, 2, 3, 4]), list = bytes.cast(uint16be, 1);
     list.set(1, 0x0506);
     show(list.get(0), bytes.toArray(), outcome(() => list.set(0, 65536)), outcome(() => list.get(2)));`,
    [258, [9, 1, 2, 5, 6], 'ERR_OUT_OF_RANGE', 'ERR_OUT_OF_RANGE'],
  ],
  [
    'references and their fields',
    `const list = CArray.alloc(point, 3), ref = list.ref(1);
     ref.id = 513; ref.at.x = -0.5; ref.name = 'ada'; ref.low = 7;
     show(list.get(1), ref.id, ref.at.x, ref.name, ref.low, ref.nothing === undefined, Object.keys(ref),
       outcome(() => { ref.low = 8; }), outcome(() => { ref.name = 'grace'; }), outcome(() => { ref.at.x = '1'; }),
       outcome(() => list.ref(3)), outcome(() => list.ref(1.5)), list.field('id').toArray());`,
    [
      { id: 513, at: { x: -0.5 }, name: 'ada', low: 7 },
      ...[513, -0.5, 'ada', 7, true, []],
      ...[
        'ERR_OUT_OF_RANGE',
        'ERR_OUT_OF_RANGE',
        'ERR_INVALID_ARG_TYPE',
        'ERR_OUT_OF_RANGE',
        'ERR_OUT_OF_RANGE',
      ],
      [0, 513, 0],
    ],
  ],
  [
    'windows',
    `const backend = createWindowedBackend(256, 1024);
     const bytes = withBackend(backend).mapAnonymous(uint8, 5000), list = bytes.cast(int64, 3), points = bytes.cast(point, 1);
     for (let index = 0; index < list.length; index++) { list.set(index, BigInt(index)); backend.settle(); }
     const values = [0, 63, 64, 127, 128, list.length - 1].map((index) => list.get(index));
     const ref = points.ref(points.length - 1);
     ref.id = 77; backend.settle();
     show(values, ref.id, points.get(points.length - 1).id, outcome(() => list.get(list.length)), outcome(() => list.set(2 ** 32, 1n)));`,
    [['0n', '63n', '64n', '127n', '128n', '623n'], 77, 77, 'ERR_OUT_OF_RANGE', 'ERR_OUT_OF_RANGE'],
  ],
  [
    'protection and unmap',
    `const list = withBackend(createFakeBackend()).mapAnonymous(point, 4), ref = list.ref(2), get = list.get.bind(list);
     ref.id = 5; list.mapping.protect('read');
     const sealed = [ref.id, outcome(() => { ref.id = 6; }), outcome(() => list.set(0, list.get(1)))];
     list.mapping.protect('none');
     const closed = [outcome(() => ref.id), outcome(() => get(2))];
     list.mapping.protect('read-write'); ref.id += 1;
     const open = [ref.id, get(2).id];
     munmap(list);
     show(sealed, closed, open, outcome(() => ref.id), outcome(() => get(2)), outcome(() => { ref.at.x = 1; }));`,
    [
      [5, 'ERR_MAPPING_READ_ONLY', 'ERR_MAPPING_READ_ONLY'],
      ['ERR_MAPPING_NO_ACCESS', 'ERR_MAPPING_NO_ACCESS'],
      [6, 6],
      ...Array(3).fill('ERR_MAPPING_UNMAPPED'),
    ],
  ],
];

describe('a process that may not generate code from strings', () => {
  it('has arrays that are checked step by step, another has not', () => {
    const program =
      'show([CArray.of(uint32, 1), CArray.of(uint16be, 1), CArray.alloc(point, 1)].map(isChecked));';
    expect(shown(program)).toEqual({ forbidden: [[true, true, true]], allowed: [[false, false, false]] });
  });

  it.each(programs)('%s: the values and codes of any other', (_what, program, expected) => {
    expect(shown(program)).toEqual({ forbidden: expected, allowed: expected });
  });
});
