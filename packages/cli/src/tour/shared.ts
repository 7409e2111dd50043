import { readFileSync } from 'node:fs';
import { CArray, MS_SYNC, uint32 } from 'carray';
import { facts, hex } from '../text.js';
import type { Step } from './step.js';

const VALUE = 0xc0ffee;

export const sharedStep: Step = {
  title: 'Edits that reach the file (shared, a scratch file)',
  run({ api, scratch }) {
    const numbers = api.mapFile(scratch, { type: uint32, access: 'read-write' });
    try {
      const before = numbers.get(0);
      numbers.set(0, VALUE);
      api.msync(numbers, MS_SYNC);
      const read = CArray.view(uint32, readFileSync(scratch)).get(0);
      if (read !== VALUE)
        throw new Error(`the shared mapping of '${scratch}' holds ${VALUE}, the file ${read}`);
      return facts([
        ['before', shown(before)],
        ['in the mapping', shown(numbers.get(0))],
        ['in the file', `${shown(read)}   after msync, says node:fs`],
      ]);
    } finally {
      api.munmap(numbers);
    }
  },
};

const shown = (value: number): string => `0x${hex(value, 8)}`;
