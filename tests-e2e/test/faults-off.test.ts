import { describe, expect, it } from 'vitest';
import { rowsOf, run, type Way } from '../src/faults/run.js';
import { carray, noNative } from '../src/packed.js';

const PAGE = carray.pageSize;
const LOST = `truncated ${2 * PAGE} ${2 * PAGE}`;
const inFront = { 'in front': true };

/** The ways, and how an access to a page that is gone ends in each: what it tells, or undefined where the process ends. */
const ends: readonly (Way & { configured?: string; ends: Readonly<Record<string, unknown>> })[] = [
  { backend: 'native', ends: { get: LOST, set: LOST, toBuffer: LOST, fill: LOST, view: { returned: 0 } } },
  { backend: 'native', guard: 'off', ends: {} },
  { backend: 'native', configured: 'off', ends: {} },
  { backend: 'native', guard: 'off', configured: 'on', ends: { get: LOST, view: { returned: 0 } } },
  { backend: 'ffi', ends: { toBuffer: LOST, fill: LOST } },
  { backend: 'ffi', guard: 'off', ends: {} },
  { backend: 'ffi', guard: 'all', ends: { get: LOST, set: LOST, toBuffer: LOST, fill: LOST } },
  { backend: 'ffi', configured: 'all', ends: { get: LOST, set: LOST } },
  { backend: 'ffi', guard: 'all', configured: 'off', ends: {} },
];

for (const { configured, ends: told, ...way } of ends) {
  const title = `${way.backend}, ${way.guard ?? 'default'}${configured === undefined ? '' : `, configured ${configured}`}`;
  const uses =
    told.get === undefined || told.fill !== undefined
      ? ['get', 'set', 'toBuffer', 'fill', 'view']
      : Object.keys(told);

  describe.skipIf(way.backend === 'native' && noNative !== undefined)(title, () => {
    it.each(uses)('%s of a page that is gone', (use) => {
      const given = configured === undefined ? { use } : { use, configured };
      const { rows, status, signal } = run(way, 'deaths.cjs', 'truncated', given);
      const survived = use in told;
      expect({ rows, status, signal }).toEqual({
        rows: survived ? { ...inFront, outcome: told[use] } : inFront,
        status: survived ? 0 : null,
        signal: survived ? null : 'SIGBUS',
      });
    });
  });
}

const dying: readonly Way[] = [{ backend: 'native', guard: 'off' }, { backend: 'ffi' }];
it.skipIf(noNative !== undefined).each(dying)('a store into a read-only page ends the process: %o', (way) => {
  const { rows, status, signal } = run(way, 'deaths.cjs', 'readOnly');
  expect({ rows, status, signal }).toEqual({ rows: { loaded: 1 }, status: null, signal: 'SIGSEGV' });
});

it.skipIf(noNative !== undefined)('configure holds for mappings from then on', () => {
  const { rows, status, signal } = run({ backend: 'native' }, 'deaths.cjs', 'fromNowOn');
  expect({ rows, status, signal }).toEqual({
    rows: { ...inFront, guarded: LOST },
    status: null,
    signal: 'SIGBUS',
  });
});

describe.each(['native', 'ffi'] as const)('what %s is told of faults', (backend) => {
  const [VALUE, TYPE] = ['ERR_INVALID_ARG_VALUE', 'ERR_INVALID_ARG_TYPE'];

  it.skipIf(backend === 'native' && noNative !== undefined)('configure refuses other words', () => {
    expect(rowsOf({ backend }, 'deaths.cjs', 'configure')).toEqual({
      values: [{}, {}, {}, {}, VALUE, VALUE, VALUE, VALUE, VALUE, VALUE],
      options: [TYPE, TYPE, TYPE, VALUE, {}],
      'still off': { returned: 1 },
    });
  });

  it.skipIf(backend === 'native' && noNative !== undefined)(
    'another word in the environment: nothing is mapped',
    () => {
      const env = { CARRAY_FAULT_GUARD: 'nonsense' };
      expect(rowsOf({ backend }, 'deaths.cjs', 'environment', {}, { env })).toEqual({
        import: 'function',
        heap: 1,
        map: VALUE,
        anonymous: VALUE,
        maps: false,
        configured: [{}, { returned: PAGE }],
      });
    },
  );
});
