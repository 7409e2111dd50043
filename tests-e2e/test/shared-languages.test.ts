import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasCompiler } from '../src/compiler.js';
import { fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { fileOfName, freshName } from '../src/shared/names.js';
import { compiledRecipe, hasPython, linesOf, pythonRecipe } from '../src/shared/recipes.js';

const { array, char, ctype, float32, float64, int32, struct, uint32, uint8 } = carray;

const declared = ctype('struct { uint8_t kind; double value; char unit[5]; int32_t counts[2]; }');
const reading = struct({ kind: uint8, value: float64, unit: array(char, 5), counts: array(int32, 2) });
const COUNT = 50;

const written = Array.from({ length: COUNT }, (_, index) => ({
  kind: index,
  value: index / 4,
  unit: 'amp'.slice(0, index % 4),
  counts: [0 - index, 2 ** 31 - 1],
}));
const told = written.map(({ kind, value, unit, counts }) => [kind, value, unit, ...counts].join(' '));
const changed = written.map(({ kind, value, counts }) => ({
  kind: kind + 1,
  value: -value,
  unit: 'volt',
  counts: [counts[0], 0],
}));

onBothBackends('memory that other languages have too', (api) => {
  const { openSharedMemory, createMemoryFile, mapFile, munmap } = api;

  describe.skipIf(!hasCompiler)(`C${hasCompiler ? '' : ' (no compiler)'}`, () => {
    it.each([
      ['ctype', declared],
      ['struct', reading],
    ])('shared memory by name, as %s', (_, type) => {
      const name = freshName();
      const readings = openSharedMemory(name, type, COUNT, { create: true });
      written.forEach((each, index) => void readings.set(index, each));
      expect(linesOf([compiledRecipe('readings.c'), `/${name}`])).toEqual(told);
      expect(readings.toArray()).toEqual(changed);
      munmap(readings);
    });

    it('a memory file, inherited', () => {
      const file = createMemoryFile('readings', COUNT * reading.size, { seals: ['shrink', 'grow', 'seal'] });
      const readings = file.map(declared);
      written.forEach((each, index) => void readings.set(index, each));
      expect(linesOf([compiledRecipe('readings.c')], file.fd)).toEqual(told);
      expect(readings.toArray()).toEqual(changed);
      file.close();
      munmap(readings);
    });

    it('a file, inherited', () => {
      const fd = openSync(fileOf(Buffer.alloc(COUNT * reading.size)), 'r+');
      const readings = mapFile(fd, { type: reading, access: 'read-write' });
      written.forEach((each, index) => void readings.set(index, each));
      expect(linesOf([compiledRecipe('readings.c')], fd)).toEqual(told);
      expect(readings.toArray()).toEqual(changed);
      closeSync(fd);
      munmap(readings);
    });
  });

  describe.skipIf(!hasPython)(`Python${hasPython ? '' : ' (no python3)'}`, () => {
    const item = struct({ id: uint32, price: float64 });

    it('shared memory by name: multiprocessing.shared_memory reads and writes it, and leaves its name', () => {
      const name = freshName();
      const items = openSharedMemory(name, item, 3, { create: true });
      for (let index = 0; index < 3; index++) items.set(index, { id: index, price: index + 0.25 });
      expect(linesOf([...pythonRecipe('shared.py'), name])).toEqual(['0 0.25', '1 1.25', '2 2.25']);
      expect(items.toArray()).toEqual([
        { id: 100, price: 0.5 },
        { id: 101, price: 2.5 },
        { id: 102, price: 4.5 },
      ]);
      expect(existsSync(fileOfName(name))).toBe(true);
      munmap(items);
    });

    it('shared memory that Python has made', () => {
      const name = freshName();
      const program = `
from multiprocessing import resource_tracker, shared_memory
memory = shared_memory.SharedMemory(name='${name}', create=True, size=80)
resource_tracker.unregister(memory._name, 'shared_memory')
memory.buf.cast('d')[9] = 2.5
memory.close()`;
      linesOf(['python3', '-c', program]);
      const numbers = openSharedMemory(name, float64);
      expect(numbers.toArray()).toEqual([...Array(9).fill(0), 2.5]);
      numbers.set(0, -1);
      const reads = `
from multiprocessing import resource_tracker, shared_memory
memory = shared_memory.SharedMemory(name='${name}')
resource_tracker.unregister(memory._name, 'shared_memory')
print(memory.buf.cast('d').tolist()[0], memory.size)`;
      expect(linesOf(['python3', '-c', reads])).toEqual(['-1.0 80']);
      munmap(numbers);
    });

    it('a memory file, inherited: mmap', () => {
      const file = createMemoryFile('numbers', 12, { seals: ['shrink', 'grow'] });
      const numbers = file.map(float32);
      numbers.replace([1, 2.5, -0.25]);
      expect(linesOf(pythonRecipe('inherited.py'), file.fd)).toEqual(['1.0 2.5 -0.25']);
      expect(numbers.toArray()).toEqual([1.5, 3, 0.25]);
      file.close();
      munmap(numbers);
    });

    it('a memory file by /proc/PID/fd, and a file by its path', () => {
      const file = createMemoryFile('numbers', 4);
      const path = fileOf(Buffer.alloc(4));
      const program = (of: string) => `
import mmap
with open('${of}', 'r+b') as file, mmap.mmap(file.fileno(), 0) as memory:
    memory[1] = memory[0] + 1`;
      for (const [of, bytes] of [
        [`/proc/${process.pid}/fd/${file.fd}`, file.map()],
        [path, mapFile(path, { access: 'read-write' })],
      ] as const) {
        bytes.set(0, 6);
        linesOf(['python3', '-c', program(of)]);
        expect(bytes.toArray()).toEqual([6, 7, 0, 0]);
        munmap(bytes);
      }
      file.close();
    });
  });
});
