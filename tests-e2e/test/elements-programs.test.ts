import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { hasCompiler } from '../src/compiler.js';
import { compiled } from '../src/elements/compile.js';
import { fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { array, bits, char, ctype, float32, float64, int16, int64, struct, uint32, uint8 } = carray;

const fields = `
  uint8_t kind;
  double x;
  uint32_t id;
  unsigned int low : 3;
  unsigned int high : 5;
  char name[9];
  int16_t small[3];
  struct { int64_t big; float f; } inner;`;

const record = struct({
  kind: uint8,
  x: float64,
  id: uint32,
  low: bits(uint32, 3),
  high: bits(uint32, 5),
  name: array(char, 9),
  small: array(int16, 3),
  inner: struct({ big: int64, f: float32 }),
});

const COUNT = 200;

/** A C program over the same file. `tell` awaits its answer: the lines in front of "done". */
function startProgram(path: string) {
  const program = spawn(compiled('records.c', `struct record {${fields}\n};`), [path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    program.kill('SIGKILL');
  });
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  const tell = async (word: string): Promise<string[]> => {
    program.stdin.write(`${word}\n`);
    const answer: string[] = [];
    for (let line = await lines.next(); line.value !== 'done'; line = await lines.next()) {
      if (line.done) throw new Error('The program ended');
      answer.push(line.value);
    }
    return answer;
  };
  const end = async (): Promise<unknown> => {
    program.stdin.end();
    const [status] = await once(program, 'exit');
    return status;
  };
  return { tell, end };
}

onBothBackends('structs that a C program has mapped too', ({ mapFile, munmap }) => {
  const mapped = () => {
    const path = fileOf(Buffer.alloc(COUNT * record.size));
    return { records: mapFile(path, { type: record, access: 'read-write' }), path };
  };

  it.skipIf(!hasCompiler)('what references store, it prints', async () => {
    const { records, path } = mapped();
    const program = startProgram(path);
    for (let index = 0; index < COUNT; index++) {
      const one = records.ref(index);
      one.kind = 255 - index;
      one.x = Math.PI * index;
      one.id = 2 ** 32 - 1 - index;
      one.low = index % 8;
      one.high = 31 - (index % 32);
      one.name = `é${index}`;
      one.small.replace([index, -index, -32_768]);
      one.inner.big = -(2n ** 62n) + BigInt(index);
      one.inner.f = 0.25 - index;
    }
    const printed = await program.tell('print');
    const expected = Array.from({ length: COUNT }, (_, index) =>
      [
        255 - index,
        String(Math.PI * index),
        2 ** 32 - 1 - index,
        index % 8,
        31 - (index % 32),
        `é${index}`,
        index,
        -index,
        -32_768,
        -(2n ** 62n) + BigInt(index),
        0.25 - index,
      ].join(' '),
    );
    // C prints more digits of doubles than JavaScript does.
    const rounded = printed.map((line) => line.replace(/ (\S+)/, (_, x) => ` ${Number(x)}`));
    expect(rounded).toEqual(expected.map((line) => line.replace('-0 ', '0 ')));
    expect(await program.end()).toBe(0);
    munmap(records);
  });

  it.skipIf(!hasCompiler)('what it stores, columns and references have', async () => {
    const { records, path } = mapped();
    const program = startProgram(path);
    const held = records.ref(COUNT - 1);
    const [x, id, low, high] = [
      records.field('x'),
      records.field('id'),
      records.field('low'),
      records.field('high'),
    ];
    const [names, small, inner] = [records.field('name'), records.field('small'), records.field('inner')];
    expect(held.x).toBe(0);
    await program.tell('store');
    const indexes = Array.from({ length: COUNT }, (_, index) => index);
    expect(records.field('kind').toArray()).toEqual(indexes);
    expect(x.toArray()).toEqual(indexes.map((index) => index / 7));
    expect(id.toArray()).toEqual(indexes.map((index) => 4_000_000_000 + index));
    expect(low.toArray()).toEqual(indexes.map((index) => index % 8));
    expect(high.toArray()).toEqual(indexes.map((index) => index % 32));
    expect(names.toArray()).toEqual(indexes.map((index) => `c${index}`));
    expect(small.toArray()).toEqual(indexes.map((index) => [0, 0 - index, 0 - 2 * index]));
    expect(inner.field('big').toArray()).toEqual(indexes.map((index) => -(2n ** 62n) - BigInt(index)));
    expect(inner.field('f').toArray()).toEqual(indexes.map((index) => index + 0.5));
    expect([held.kind, held.name, held.inner.f]).toEqual([199, 'c199', 199.5]);
    await program.tell('add');
    expect([held.x, held.low, held.high]).toEqual([199 / 7 + 1, 0, 7]); // low was 7, and has 3 bits
    expect(await program.end()).toBe(0);
    munmap(records);
  });

  it.skipIf(!hasCompiler)('turn by turn, each adds to what the other has stored', async () => {
    const { records, path } = mapped();
    const program = startProgram(path);
    await program.tell('store');
    const x = records.field('x');
    const one = records.ref(3);
    for (let turn = 1; turn <= 20; turn++) {
      await program.tell('add');
      expect(x.get(100)).toBeCloseTo(100 / 7 + 2 * turn - 1, 9);
      for (let index = 0; index < COUNT; index++) records.ref(index).x += 1;
      one.inner.big -= 1n;
      expect([one.low, one.inner.big]).toEqual([(3 + turn) % 8, -(2n ** 62n) - 3n - BigInt(2 * turn)]);
    }
    expect(await program.end()).toBe(0);
    munmap(records);
  });

  it.skipIf(!hasCompiler)('a type made from the declaration itself reads the same', async () => {
    const { records, path } = mapped();
    const program = startProgram(path);
    await program.tell('store');
    const declared = mapFile(path, { type: ctype(`struct {${fields}\n}`) });
    expect(declared.length).toBe(COUNT);
    expect(declared.toArray()).toEqual(records.toArray());
    expect(await program.end()).toBe(0);
    munmap(declared);
    munmap(records);
  });
});
