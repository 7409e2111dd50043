import { beforeAll, describe, expect, it } from 'vitest';
import { onNative, onSurvivors, rowsOf } from '../src/faults/run.js';

const seed = Number(process.env.CARRAY_TEST_SEED ?? Date.now() % 2 ** 31);
const bytes = 64 * 2 ** 20;
const healed = [true, -1, []];

onSurvivors('each page of 64 MiB at fault, in random order', (way) => {
  describe.each(['read-write', 'read'])(`%s, CARRAY_TEST_SEED=${seed}`, (access) => {
    let rows: ReturnType<typeof rowsOf>;
    beforeAll(() => {
      rows = rowsOf(way, 'many.cjs', 'many', { bytes, seed, access });
    });

    it('each is told where it is asked for', () => {
      expect([rows.right, rows.told]).toEqual([1, 'truncated 0 0']);
    });

    it('each is in faults once, and heard of once', () => {
      expect(rows.faults).toEqual([1, 0, 1]);
    });

    it('all come back', () => {
      expect(rows.healed).toEqual(healed);
    });
  });
});

onNative('each page of 64 MiB at fault through a raw view, in random order', (way) => {
  it.each(['read-write', 'copy-on-write'])(`%s: all are told, CARRAY_TEST_SEED=${seed}`, (access) => {
    expect(rowsOf(way, 'many.cjs', 'many', { bytes, seed, access, how: 'view' })).toEqual({
      right: 1,
      told: 'truncated 0 0',
      faults: [1, 0, 1],
      healed,
    });
  });
});
