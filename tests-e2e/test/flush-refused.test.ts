import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { accessAt } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { probes, runProgram } from '../src/program.js';

const { MAP_ANON, MAP_FIXED, MAP_PRIVATE, MAP_SHARED, PROT_NONE, PROT_READ, PROT_WRITE, SystemError, uint8 } =
  carray;

/** The code that a promise rejects with; undefined where it resolves. */
async function rejection(promise: Promise<unknown>): Promise<string | undefined> {
  const outcome = await promise.then(
    () => () => {},
    (error: unknown) => () => {
      throw error;
    },
  );
  return codeOf(outcome);
}

onBothBackends(
  'mapping.flush that fails or is left alone',
  ({ mapFile, mmap, munmap, pageSize }, backend) => {
    const total = 4 * pageSize + 10;
    const fresh = () => {
      const path = fileOf(Buffer.alloc(total));
      return { path, array: mapFile(path, { access: 'read-write' }) };
    };

    it('rejects ranges as flushSync throws them, and never throws itself', async () => {
      const { array } = fresh();
      const wrong = [
        [total + 1],
        [0, total + 1],
        [1, Number.MAX_SAFE_INTEGER],
        [-1],
        [1.5],
        [0, Number.NaN],
        ['10'],
        [null],
        [0, {}],
        [2n ** 64n],
      ];
      for (const range of wrong) {
        const expected = codeOf(() => Reflect.apply(array.mapping.flushSync, array.mapping, range));
        expect(expected).toMatch(/^ERR_(OUT_OF_RANGE|INVALID_ARG_TYPE)$/);
        expect(await rejection(Reflect.apply(array.mapping.flush, array.mapping, range))).toBe(expected);
      }
      munmap(array);
    });

    it('rejects once the memory is unmapped', async () => {
      const { array } = fresh();
      munmap(array);
      expect(await rejection(array.mapping.flush())).toBe('ERR_MAPPING_UNMAPPED');
      expect(await rejection(array.mapping.flush(0, 0))).toBe('ERR_MAPPING_UNMAPPED');
      expect(await rejection(array.mapping.flush(total + 1))).toBe('ERR_OUT_OF_RANGE');
    });

    it('goes on when the memory is unmapped meanwhile: it resolves, and the pages are gone then', async () => {
      for (let round = 0; round < 50; round++) {
        const { path, array } = fresh();
        array.fill(round);
        const flushed = [array.mapping.flush(), array.mapping.flush(pageSize)];
        expect(munmap(array)).toBe(true);
        expect(codeOf(() => array.get(0))).toBe('ERR_MAPPING_UNMAPPED');
        expect(await Promise.all(flushed)).toEqual([undefined, undefined]);
        await nextTurn();
        expect(accessAt(array.mapping, 0)?.endsWith('s') ?? false).toBe(false);
        expect(readFileSync(path)[total - 1]).toBe(round);
      }
    });

    it('rejects with a SystemError where another mapping lies inside', async () => {
      const reserved = mmap(uint8, 4 * pageSize, PROT_NONE, MAP_PRIVATE | MAP_ANON);
      const place = reserved.mapping.address + BigInt(pageSize);
      const inside = mmap(
        uint8,
        pageSize,
        PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANON | MAP_FIXED,
        null,
        0,
        place,
      );
      const failure = await reserved.mapping.flush().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(SystemError);
      expect(failure).toMatchObject({
        code: 'EBUSY',
        syscall: 'msync',
        info: { byteOffset: 0, byteLength: 4 * pageSize },
      });
      expect(await inside.mapping.flush()).toBe(undefined);
      munmap(inside);
      munmap(reserved);
    });

    it('keeps a process alive until it is done, and no longer', () => {
      const { path, array } = fresh();
      munmap(array);
      const source = `${probes} const { mapFile } = require('carray');
      const array = mapFile(process.argv.at(-1), { access: 'read-write' }).fill(3);
      array.mapping.flush().then(() => console.log('flushed', maps(process.argv.at(-1))));
      array.mapping.unmap();`;
      expect(runProgram(source, { backend, args: [path] })).toEqual({
        status: 0,
        signal: null,
        stdout: 'flushed 0\n',
        stderr: '',
      });
      expect(readFileSync(path).every((byte) => byte === 3)).toBe(true);
    });
  },
);
