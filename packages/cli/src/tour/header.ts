import { type CArray, type uint8, uint32 } from 'carray';
import { bytes, type Fact, facts, hex, hexBytes, microseconds, printable } from '../text.js';
import { visible } from '../visible.js';
import { describeElf } from './elf.js';
import type { Step } from './step.js';

const HEADER_BYTES = 16;

export const headerStep: Step = {
  title: 'A file, mapped read-only',
  run({ path, file, mappedInMs }) {
    const size: Fact = ['size', bytes(file.length)];
    if (file.length === 0)
      return facts([['file', visible(path)], size, ['content', 'none: it maps to an array of length 0']]);
    const where = `0x${hex(file.mapping?.address ?? 0n, 0)}, mapped in ${microseconds(mappedInMs)}`;
    return facts([['file', visible(path)], size, ['address', where], ...header(file)]);
  },
};

function header(file: CArray<typeof uint8>): Fact[] {
  const start = file.subarray(0, HEADER_BYTES);
  const list: Fact[] = [
    ['uint8', hexBytes(start)],
    ['text', printable(start)],
  ];
  const words = start.cast(uint32).toArray();
  if (words.length > 0) list.push(['uint32', words.map((word) => `0x${hex(word, 8)}`).join(' ')]);
  const elf = describeElf(file);
  return elf === undefined ? list : [...list, ['ELF', elf]];
}
