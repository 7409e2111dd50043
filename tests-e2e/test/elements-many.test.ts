import { expect, it } from 'vitest';
import { onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const SOURCE = `
const { mapAnonymous, munmap, pageSize, uint32 } = require('carray');
const array = mapAnonymous(uint32, 4096);
for (let index = 0; index < array.length; index++) array.set(index, index);
let sum = 0;
let last;
for (let round = 0; round < 500_000; round++) {
  last = array.subarray(round % 1024, 2048);
  sum += last.get(3);
}
const codeOf = (use) => { try { use(); return 'fine'; } catch (error) { return error.code; } };
const isFast = (each) => Object.getPrototypeOf(each) !== Object.getPrototypeOf(Object.getPrototypeOf(array));
const before = [isFast(last), isFast(array.subarray(1)), codeOf(() => last.set(0, 7))];
setImmediate(() => {
  const later = array.subarray(1);
  before.push(isFast(later));
  array.mapping.protect('read');
  const readOnly = [last, later].map((each) => codeOf(() => each.set(0, 8)));
  munmap(array);
  console.log(JSON.stringify([sum, ...before, readOnly, [last, later].map((each) => codeOf(() => each.get(0)))]));
});
`;

let expected = 0;
for (let round = 0; round < 500_000; round++) expected += (round % 1024) + 3;

onBothBackends('half a million subarrays in one turn', (_api, backend) => {
  it('fit into a small heap: those past a number check each access, and hear of every change so', () => {
    const { stdout, ...ended } = runProgram(SOURCE, { backend, flags: ['--max-old-space-size=64'] });
    expect(ended).toEqual({ status: 0, signal: null, stderr: '' });
    const [readOnly, unmapped] = [['ERR_MAPPING_READ_ONLY'], ['ERR_MAPPING_UNMAPPED']].map(([code]) => [
      code,
      code,
    ]);
    expect(JSON.parse(stdout)).toEqual([expected, false, false, 'fine', true, readOnly, unmapped]);
  });
});
