import { expect, it } from 'vitest';
import { runForking } from '../src/fork/run.js';
import { onBothBackends } from '../src/packed.js';

/** Private memory of sevens, and its raw view, which no check of carray's stands in front of. */
const sevens = `
  const { mapAnonymous, pageSize, uint8, MADV_DONTFORK, MADV_WIPEONFORK } = carray;
  const array = mapAnonymous(uint8, 2 * pageSize).fill(7);
  const raw = array.typedArray;
  const { mapping } = array;
  const isAll = (value) => raw.every((element) => element === value) && array.get(0) === value;`;

onBothBackends('advice for fork', (_, backend) => {
  it('MADV_DONTFORK: the child has no such memory and dies of SIGSEGV, the parent has it', () => {
    const result = runForking(
      backend,
      `${sevens}
      const before = wait(fork(() => raw[0]));
      advise(mapping, MADV_DONTFORK);
      const area = wait(fork(() => (areaAt(mapping.address) === undefined ? 0 : 1), [mapping]));
      const touched = wait(fork(() => raw[0], [mapping]));
      const parent = isAll(7) && areaAt(mapping.address);
      const forkable = wait(fork(() => raw[0]));
      return { before, area, touched, parent, forkable };`,
    );
    expect(result).toEqual({
      before: { status: 7, signal: null },
      area: { status: 0, signal: null },
      touched: { status: null, signal: 'SIGSEGV' },
      parent: 'rw-p',
      forkable: { status: 7, signal: null },
    });
  });

  it('MADV_WIPEONFORK: the child reads zeros, the parent keeps its values', () => {
    const result = runForking(
      backend,
      `${sevens}
      advise(mapping, MADV_WIPEONFORK);
      const child = () => {
        if (!isAll(0)) return 1;
        array.set(0, 5);
        return array.get(0);
      };
      return { ends: [wait(fork(child, [mapping])), wait(fork(child, [mapping]))], kept: isAll(7) };`,
    );
    const stored = { status: 5, signal: null };
    expect(result).toEqual({ ends: [stored, stored], kept: true });
  });
});
