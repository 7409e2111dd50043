import { expect, it } from 'vitest';
import { onBothBackends } from '../src/packed.js';
import { requireOf } from '../src/program.js';
import { answerOf } from '../src/transfer/answer.js';

const KINDS = [
  'typed',
  'bigints',
  'booleans',
  'swapped',
  'unaligned',
  'structs',
  'column',
  'windows',
  'viewWindows',
  'structWindows',
];

interface Outcomes {
  readonly loads: string;
  readonly stores: string;
}

const outcomes = (loads: string, stores = loads): Outcomes => ({ loads, stores });
const ofEachKind = (each: Outcomes) => Object.fromEntries(KINDS.map((kind) => [kind, each]));

const UNMAPPED = outcomes('ERR_MAPPING_UNMAPPED');
const NO_ACCESS = outcomes('ERR_MAPPING_NO_ACCESS');
const READ_ONLY = outcomes('fine', 'ERR_MAPPING_READ_ONLY');
const FINE = outcomes('fine');

/** What happens to a mapping, and how loads and stores end from then on. */
const events: readonly (readonly [title: string, event: string, expected: Outcomes])[] = [
  ['unmap', 'mapping.unmap();', UNMAPPED],
  ["protect('none')", "mapping.protect('none');", NO_ACCESS],
  ["protect('read')", "mapping.protect('read');", READ_ONLY],
  ["protect('none') of the first page", "mapping.protect('none', 0, carray.pageSize);", NO_ACCESS],
  [
    'a guard page',
    // Where there are none, none can be held over.
    "if (outcome(() => mapping.adviseUnsafe('guard-install', 0, carray.pageSize)) !== undefined) mapping.protect('none');",
    NO_ACCESS,
  ],
  ["protect('none') and back", "mapping.protect('none'); mapping.protect('read-write');", FINE],
  ["protect('read') and unmap", "mapping.protect('read'); mapping.unmap();", UNMAPPED],
];

const forbidden = '--disallow-code-generation-from-strings';
const names = `const { accessorsOf, arraysOf, holdsOf, outcomesOf, warmUp } = ${requireOf('../src/elements/held.cjs', import.meta.url)};
  const ofEach = (things, call) =>
    Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, call(thing)]));`;

onBothBackends('what is held over', (_, backend) => {
  const answer = (body: string, flags: readonly string[] = []) => answerOf(backend, body, { names, flags });

  for (const flags of [[], [forbidden]]) {
    it.each(events)(`%s${flags.length > 0 ? ', without generated code' : ''}`, (_, event, expected) => {
      const result = answer(
        `return ofEach(arraysOf(carray), (kind) => {
          const { mapping } = kind.array;
          const held = holdsOf(kind);
          warmUp(held, 3000);
          ${event}
          return ofEach(held, (calls) => outcomesOf(calls, 3));
        });`,
        flags,
      );
      expect(result).toEqual(ofEachKind(expected));
    });
  }

  it.each(events)('%s, and accessors were taken from the prototypes of references', (_, event, expected) => {
    const result = answer(
      `const { structs, structWindows } = arraysOf(carray);
      return ofEach({ structs, structWindows }, (kind) => {
        const { mapping } = kind.array;
        const held = accessorsOf(kind);
        warmUp(held, 100);
        ${event}
        return ofEach(held, (calls) => outcomesOf(calls, 3));
      });`,
    );
    expect(result).toEqual({ structs: expected, structWindows: expected });
  });

  it('unmap, with other memory at the same address at once', () => {
    const result = answer(
      `return ofEach(arraysOf(carray), (kind) => {
        const { mapping } = kind.array;
        const { address, byteLength } = mapping;
        const held = holdsOf(kind);
        warmUp(held, 100);
        mapping.unmap();
        const { PROT_READ, PROT_WRITE, MAP_PRIVATE, MAP_ANONYMOUS, MAP_NORESERVE, MAP_FIXED } = carray;
        const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
        const fresh = outcome(() => carray.mmap(carray.uint8, byteLength, PROT_READ | PROT_WRITE, flags, null, 0, address));
        const outcomes = ofEach(held, (calls) => outcomesOf(calls, 10));
        if (fresh === 'EEXIST') return { outcomes, isUntouched: true }; // views that cannot be emptied keep their place
        const isUntouched = fresh.subarray(0, 10_000).indexOf(7) === -1 && fresh.subarray(0, 256).toBigInt() === 0n;
        carray.munmap(fresh);
        return { outcomes, isUntouched };
      });`,
    );
    const each = { outcomes: UNMAPPED, isUntouched: true };
    expect(result).toEqual(Object.fromEntries(KINDS.map((kind) => [kind, each])));
  });

  it('a storm of errors, and then unmap: errors as before it; other arrays of the same type work all along', () => {
    const result = answer(
      `const others = arraysOf(carray);
      const work = (kind) => outcomesOf([
        () => kind.array.set(2, kind.value),
        () => require('node:assert').deepStrictEqual(kind.array.get(2), kind.value),
      ]);
      const storms = ofEach(arraysOf(carray), (kind) => {
        const { array } = kind;
        const held = holdsOf(kind);
        warmUp(held, 1000);
        const wrong = [-1, 1.5, NaN, array.length, 2 ** 32, 2 ** 53, Infinity];
        const get = array.get.bind(array);
        const set = array.set.bind(array);
        const errors = new Set();
        for (let turn = 0; turn < 1000; turn++) {
          const index = wrong[turn % wrong.length];
          for (const call of [() => get(index), () => set(index, kind.value)]) errors.add(outcome(call));
        }
        const after = ofEach(held, (calls) => outcomesOf(calls, 3));
        array.mapping.unmap();
        const dead = ofEach(held, (calls) => outcomesOf(calls, 100));
        return { errors: [...errors].join(), after, dead };
      });
      const during = ofEach(others, work);
      await new Promise((resolve) => setTimeout(resolve, 120)); // guarded methods are replaced by then
      const later = ofEach(others, work);
      return { storms, works: Object.values({ ...during, ...later }).every((outcomes) => outcomes === 'fine') };`,
    );
    const storm = { errors: 'ERR_OUT_OF_RANGE', after: FINE, dead: UNMAPPED };
    const storms = Object.fromEntries(KINDS.map((kind) => [kind, storm]));
    expect(result).toEqual({ storms, works: true });
  });

  it('unmap in the middle of a hot loop', () => {
    const result = answer(
      `return ofEach(arraysOf(carray), ({ array, value }) => {
        const set = array.set.bind(array);
        const columns = 'x' in Object(value) ? array.ref(1) : undefined;
        const loop = () => {
          for (let turn = 0; ; turn++) {
            array.get(turn % 3);
            set(turn % 3, value);
            if (columns !== undefined) columns.x += 1;
            if (turn === 20_000) array.mapping.unmap();
            if (turn > 20_001) return 'it goes on';
          }
        };
        return outcome(loop);
      });`,
    );
    expect(result).toEqual(Object.fromEntries(KINDS.map((kind) => [kind, 'ERR_MAPPING_UNMAPPED'])));
  });

  it('its own collection: bound methods alone keep the pages, references too', () => {
    const result = answerOf(
      backend,
      `const kinds = arraysOf(carray);
      const held = ofEach(kinds, holdsOf);
      for (const name of Object.keys(kinds)) delete kinds[name];
      for (let turn = 0; turn < 10; turn++) { globalThis.gc(); await new Promise(setImmediate); }
      return ofEach(held, (each) => ofEach(each, (calls) => outcomesOf(calls, 10)));`,
      { names, flags: ['--expose-gc'] },
    );
    expect(result).toEqual(ofEachKind(FINE));
  });
});
