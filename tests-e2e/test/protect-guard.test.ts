import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { codeOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { CArray, MADV_GUARD_INSTALL, MADV_GUARD_REMOVE, uint8, uint32 } = carray;
const NO_ACCESS = 'ERR_MAPPING_NO_ACCESS';

onBothBackends('guard pages', ({ madvise, mapAnonymous, mprotect, munmap, pageSize }, backend) => {
  const array = mapAnonymous(uint8, pageSize);
  const refused = codeOf(() => array.mapping.adviseUnsafe('guard-install', 0, pageSize));
  munmap(array);
  if (refused !== undefined && refused !== 'EINVAL') throw new Error(`guard-install: ${refused}`);
  const why = refused === undefined ? undefined : 'this kernel has no MADV_GUARD_INSTALL';

  it('refuse every access under any protection, and only there', ({ skip }) => {
    if (why !== undefined) skip(why);
    const memory = mapAnonymous(uint8, 3 * pageSize + 5).fill(7);
    const inside = memory.cast(uint32, pageSize, pageSize);
    const across = memory.subarray(2 * pageSize - 2, 2 * pageSize + 2);
    memory.mapping.adviseUnsafe('guard-install', pageSize, 1);
    for (const protection of ['read-write', 'read', 'read-write'] as const) {
      memory.mapping.protect(protection);
      for (const guarded of [inside, across, memory]) {
        const uses = [
          () => guarded.toArray(),
          () => guarded.fill(0),
          () => [...guarded],
          () => guarded.bytes,
        ];
        for (const use of uses) expect(codeOf(use)).toBe(NO_ACCESS);
        expect([guarded.writable, typeof inspect(guarded)]).toEqual([false, 'string']);
      }
      expect([codeOf(() => inside.get(0)), codeOf(() => across.get(1))]).toEqual([NO_ACCESS, NO_ACCESS]);
      expect([across.get(2), memory.get(0), memory.get(2 * pageSize)]).toEqual([7, 7, 7]);
    }
    munmap(memory);
  });

  it('read zeros once they are removed, and are as fast as before', ({ skip }) => {
    if (why !== undefined) skip(why);
    const memory = mapAnonymous(uint8, 2 * pageSize).fill(7);
    madvise(memory, MADV_GUARD_INSTALL, pageSize);
    expect(Object.getPrototypeOf(memory) === CArray.prototype).toBe(true);
    madvise(memory, MADV_GUARD_REMOVE);
    expect(Object.getPrototypeOf(memory) === CArray.prototype).toBe(false);
    expect([memory.get(pageSize - 1), memory.get(pageSize), memory.writable]).toEqual([7, 0, true]);
    munmap(memory);
  });

  it('belong to the mapping: a protection of its own stays behind them', ({ skip }) => {
    if (why !== undefined) skip(why);
    const memory = mapAnonymous(uint8, 2 * pageSize);
    mprotect(memory, carray.PROT_READ);
    madvise(memory, MADV_GUARD_INSTALL, 0, pageSize);
    madvise(memory, MADV_GUARD_REMOVE, 0, pageSize);
    expect(codeOf(() => memory.set(0, 1))).toBe('ERR_MAPPING_READ_ONLY');
    munmap(memory);
  });

  it('stop a raw view that was made before', ({ skip }) => {
    if (why !== undefined) skip(why);
    const source = `
      const { mapAnonymous, pageSize, uint8 } = require('carray');
      const memory = mapAnonymous(uint8, 2 * pageSize).fill(7);
      const raw = memory.typedArray;
      memory.mapping.adviseUnsafe('guard-install', pageSize, pageSize);
      console.log(raw[pageSize - 1]);
      let seen;
      try { seen = raw[pageSize]; memory.get(0); } catch (error) { seen = error.code; }
      console.log(seen);`;
    const { signal, stdout } = runProgram(source, { backend });
    // Whoever catches the signal reports the fault at the next call.
    if (signal === null) expect(stdout).toBe('7\nERR_MAPPING_FAULT\n');
    else expect([signal, stdout]).toEqual(['SIGSEGV', '7\n']);
  });
});
