import { type CArray, uint32 } from 'carray';
import { addUpInChild } from '../child.js';
import { duration, facts, grouped } from '../text.js';
import type { Step } from './step.js';

export const processStep: Step = {
  title: 'The same memory in a second process',
  async run({ api, backend, scratch }) {
    const numbers = api.mapFile(scratch, { type: uint32, access: 'read-write' });
    try {
      const expected = storeSquares(numbers);
      const start = performance.now();
      await addUpInChild(scratch, backend.name);
      const took = performance.now() - start;
      const answer = numbers.get(0);
      if (answer !== expected)
        throw new Error(`the second process answered ${answer}, the sum is ${expected}`);
      const count = grouped(numbers.length - 1);
      return facts([
        ['this process', `stored the squares of 1 to ${count} and sent one message`],
        ['the other', `added them up, stored the sum and exited with 0 (${duration(took)})`],
        ['this process', `reads ${grouped(answer)} in its own mapping, which is right`],
      ]);
    } finally {
      api.munmap(numbers);
    }
  },
};

/** Stores the square of each index, 0 where the answer goes. Returns their sum. */
function storeSquares(numbers: CArray<typeof uint32>): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index++) {
    numbers.set(index, index * index);
    sum += index * index;
  }
  return sum;
}
