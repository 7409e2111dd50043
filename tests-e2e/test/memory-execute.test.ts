import { expect, it } from 'vitest';
import { accessAt } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { PROT_EXEC, PROT_READ, PROT_WRITE, uint8 } = carray;

onBothBackends('executable memory', ({ mapAnonymous, mapFile, munmap, pageSize }, backend) => {
  it('is written first and executed then: never both by one word', () => {
    const array = mapAnonymous(uint8, 2 * pageSize).fill(0xc3);
    array.mapping.protect('read-exec', 0, pageSize);
    expect([0, pageSize].map((at) => accessAt(array.mapping, at))).toEqual(['r-xp', 'rw-p']);
    expect([array.get(5), codeOf(() => array.set(5, 1))]).toEqual([0xc3, 'ERR_MAPPING_READ_ONLY']);
    array.set(pageSize, 1);
    array.mapping.protect('read-write');
    expect(accessAt(array.mapping, 0)).toBe('rw-p');
    array.set(5, 1);
    array.mapping.protect(PROT_READ | PROT_WRITE | PROT_EXEC);
    expect(accessAt(array.mapping, 0)).toBe('rwxp');
    array.mapping.protect(PROT_EXEC);
    expect(codeOf(() => array.get(0))).toBe('ERR_MAPPING_NO_ACCESS');
    munmap(array);
  });

  it('of a file, also where it reaches past the end', () => {
    const path = fileOf(Buffer.alloc(pageSize + 1, 0xc3));
    for (const access of ['read', 'read-write', 'copy-on-write'] as const) {
      const array = mapFile(path, { access, length: 4 * pageSize, allowPastEnd: true });
      array.mapping.protect('read-exec');
      expect(accessAt(array.mapping, 3 * pageSize)).toMatch(/^r-x/);
      munmap(array);
    }
  });

  it.skipIf(process.arch !== 'x64')('runs what was stored, and then what was stored anew (x64)', () => {
    const source = `
      const koffi = require('koffi');
      koffi.load(null).func('int getpid()')(); // koffi 3.3 ends the process where its first call is one by address
      const { mapAnonymous, mapFile, uint8 } = require('carray');
      const answer = (number) => [0xb8, number, 0, 0, 0, 0xc3]; // mov eax, number; ret
      const type = koffi.proto('int answer()');
      const memories = [mapAnonymous(uint8, 100), mapAnonymous(uint8, 100, { shared: true }),
        mapFile(process.argv.at(-1), { access: 'read-write' }), mapFile(process.argv.at(-1), { access: 'copy-on-write' })];
      for (const array of memories) {
        for (const number of [42, 7]) {
          array.replace(answer(number));
          array.mapping.protect('read-exec');
          console.log(koffi.call(array.mapping.address, type));
          array.mapping.protect('read-write');
        }
      }`;
    const ended = runProgram(source, { backend, args: [fileOf(Buffer.alloc(100))] });
    expect(ended).toEqual({ status: 0, signal: null, stderr: '', stdout: '42\n7\n'.repeat(4) });
  });

  it('does not run what is not executable: the process ends', () => {
    const source = `
      const koffi = require('koffi');
      const { mapAnonymous, uint8 } = require('carray');
      console.log(koffi.load(null).func('int getpid()')() === process.pid);
      const array = mapAnonymous(uint8, 100).fill(0xc3);
      koffi.call(array.mapping.address, koffi.proto('int answer()'));
      console.log('lives');`;
    const { status, signal, stdout } = runProgram(source, { backend });
    expect({ status, signal, stdout }).toEqual({ status: null, signal: 'SIGSEGV', stdout: 'true\n' });
  });
});
