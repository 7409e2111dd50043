import { describe, expect, it } from 'vitest';
import { onNative, onSurvivors, rowsOf } from '../src/faults/run.js';
import { carray } from '../src/packed.js';

const PAGE = carray.pageSize;
const [KEPT, END] = [8 * PAGE, 16 * PAGE];

/** What a worker saw: through get every element that is there, and an error with its place for each that is not. */
const byGet = [KEPT / 4, KEPT / 4, `truncated ${END - 4} ${END / 4 - 1}`];
const byView = (sum: unknown) => [
  sum,
  [`truncated ${KEPT} -`, { returned: true }],
  `truncated ${END - 1} ${END - 1}`,
  true,
];

describe('workers', () => {
  onSurvivors('accesses in workers', (way) => {
    it('in one', () => {
      const { sum, ...told } = rowsOf(way, 'threads.cjs', 'worker', { body: 'get' });
      expect(sum).toBeGreaterThan(0);
      expect(told).toEqual({ answer: byGet, status: 0 });
    });

    it('in three at once, each with a mapping of its own; the main thread has its own faults', () => {
      expect(rowsOf(way, 'threads.cjs', 'together', { body: 'get' })).toEqual({
        sum: expect.any(Number),
        answers: [byGet, byGet, byGet],
        statuses: [0, 0, 0],
        own: [[], `truncated ${KEPT} ${KEPT}`],
        healed: true,
      });
    });
  });

  onNative('raw views in workers', (way) => {
    it('in one', () => {
      const { sum, ...told } = rowsOf(way, 'threads.cjs', 'worker', { body: 'view' });
      expect(told).toEqual({ answer: byView(sum), status: 0 });
    });

    it('in three at once, at the same pages', () => {
      const { sum, ...told } = rowsOf(way, 'threads.cjs', 'together', { body: 'view' });
      expect(told).toEqual({
        answers: [byView(sum), byView(sum), byView(sum)],
        statuses: [0, 0, 0],
        own: [[], `truncated ${KEPT} ${KEPT}`],
        healed: true,
      });
    });

    it('the worker that loaded the addon ends: the next one survives, collection and exit are clean', () => {
      const { sum, ...told } = rowsOf(way, 'threads.cjs', 'workerAlone');
      expect(told).toEqual({ status: 0, another: byView(sum), 'its status': 0 });
    });

    it('a worker that is terminated in the midst of faults', () => {
      expect(rowsOf(way, 'threads.cjs', 'terminated')).toEqual({ status: 1, main: true });
    });
  });
});
