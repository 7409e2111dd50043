import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { accessAt } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { uint8 } = carray;

onBothBackends('raw views and protection', ({ mapAnonymous, mapFile, munmap, pageSize }, backend) => {
  it('a view made before reads on under read, and stores again after read-write', () => {
    const array = mapAnonymous(uint8, 2 * pageSize).fill(7);
    const raw = array.typedArray;
    array.mapping.protect('read');
    expect([raw[0], raw.at(-1), raw.length]).toEqual([7, 7, 2 * pageSize]);
    array.mapping.protect('read-write');
    raw[0] = 8;
    expect([array.get(0), array.typedArray[0]]).toEqual([8, 8]);
    munmap(array);
  });

  it('a view is given of what can be read, and of nothing else', () => {
    const array = mapAnonymous(uint8, 2 * pageSize).fill(7);
    array.mapping.protect('none', pageSize);
    expect(codeOf(() => array.typedArray)).toBe('ERR_MAPPING_NO_ACCESS');
    expect(codeOf(() => array.subarray(pageSize).bytes)).toBe('ERR_MAPPING_NO_ACCESS');
    expect(array.subarray(0, pageSize).bytes.every((byte) => byte === 7)).toBe(true);
    array.mapping.protect('read', pageSize);
    expect(array.unsafe.typedArray.every((byte: number) => byte === 7)).toBe(true);
    munmap(array);
  });

  it('of a file mapped for reading: a stray store stays in this process', () => {
    const path = fileOf(Buffer.alloc(2 * pageSize, 3));
    const array = mapFile(path);
    expect(accessAt(array.mapping, 0)).toBe('r--p');
    array.bytes[0] = 99;
    expect([accessAt(array.mapping, 0), array.get(0), array.writable]).toEqual(['rw-p', 99, false]);
    expect(codeOf(() => array.set(0, 1))).toBe('ERR_MAPPING_READ_ONLY');
    array.mapping.protect('read');
    expect([accessAt(array.mapping, 0), array.get(0)]).toEqual(['r--p', 99]);
    munmap(array);
    expect(readFileSync(path).every((byte) => byte === 3)).toBe(true);
  });

  it.each(['read', 'none'] as const)(
    'a store through a view into pages of %s is told, or ends the process',
    (word) => {
      const source = `
      const { mapAnonymous, pageSize, uint8 } = require('carray');
      const array = mapAnonymous(uint8, 2 * pageSize, { shared: true }).fill(7);
      const raw = array.typedArray;
      array.mapping.protect('${word}', pageSize);
      raw[pageSize - 1] = 8;
      console.log('stored', array.get(pageSize - 1));
      let answer = 'no error';
      try { raw[pageSize] = 8; array.get(0); } catch (error) { answer = error.code + ' ' + error.kind; }
      console.log(answer, array.get(0));`;
      const { signal, stdout } = runProgram(source, { backend });
      const survives = backend === 'native' && word === 'read';
      expect([signal, stdout]).toEqual(
        survives ? [null, 'stored 8\nERR_MAPPING_FAULT read-only 7\n'] : ['SIGSEGV', 'stored 8\n'],
      );
    },
  );
});
