import { expect, it } from 'vitest';
import { onNative, onSurvivors, rowsOf, type Way } from '../src/faults/run.js';

const seed = Number(process.env.CARRAY_TEST_SEED ?? Date.now() % 2 ** 31);
/** CARRAY_TEST_STEPS makes it longer: 100000 take about a minute each. */
const steps = Number(process.env.CARRAY_TEST_STEPS ?? 3000);

const expectRight = (way: Way, given: object) =>
  expect(rowsOf(way, 'model.cjs', 'model', { seed, steps, ...given })).toEqual({ steps, seen: true });

onSurvivors('random uses of a file that random processes make shorter and longer', (way) => {
  it(`give the right value or ERR_MAPPING_FAULT, CARRAY_TEST_SEED=${seed}`, () => {
    expectRight(way, { raw: false });
  });
});

onNative('the same with raw views', (way) => {
  it(`give the right value or ERR_MAPPING_FAULT, CARRAY_TEST_SEED=${seed}`, () => {
    expectRight(way, { raw: true });
  });
});
