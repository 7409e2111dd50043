import { expect, it } from 'vitest';
import { fileOfHoles } from '../src/files.js';
import { bytesAt, diskUse } from '../src/large/file.js';
import { type BackendName, onBothBackends } from '../src/packed.js';
import { answerOf } from '../src/transfer/answer.js';

const GiB = 2 ** 30;
const LENGTH = 5 * GiB;
/** Where numbers of 31, 32 and 33 bits end. */
const PLACES = [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, LENGTH - 1];

/** Memory of 5 GiB as `array`: of a file, and without one. */
const memories = [
  ['a file', "carray.mapFile(process.argv.at(-1), { access: 'read-write' })"],
  ['anonymous memory', `carray.mapAnonymous(carray.uint8, ${LENGTH}, { reserve: false })`],
] as const;

const forbidden = '--disallow-code-generation-from-strings';

function answerFrom(backend: BackendName, memory: string, body: string, flags: readonly string[] = []) {
  const path = fileOfHoles(LENGTH);
  const names = `const array = ${memory}; const PLACES = ${JSON.stringify(PLACES)};`;
  const result = answerOf(backend, body, { names, args: [path], flags });
  expect(diskUse(path)).toBeLessThan(2 ** 20);
  return { result, path, isFile: memory.includes('mapFile') };
}

for (const [title, memory] of memories) {
  onBothBackends(`elements past 2 and 4 GiB of ${title}`, (_, backend) => {
    for (const flags of [[], [forbidden]]) {
      const how = flags.length > 0 ? ', without generated code' : '';

      it(`bytes${how}`, () => {
        const { result, path, isFile } = answerFrom(
          backend,
          memory,
          `for (const [turn, index] of PLACES.entries()) array.set(index, 101 + turn);
          array.setAt(-2, 99);
          return {
            got: PLACES.map((index) => array.get(index)),
            around: PLACES.slice(0, -1).map((index) => [array.get(index - 2), array.get(index + 2)]),
            fromEnd: [array.at(-1), array.at(-2), array.at(-array.length), array.at(array.length) === undefined],
            wrapped: PLACES.map((index) => array.get(index % 2 ** 30)),
          };`,
          flags,
        );
        expect(result).toEqual({
          got: [101, 102, 103, 104, 105],
          around: Array(4).fill([0, 0]),
          fromEnd: [105, 99, 0, true],
          wrapped: [0, 0, 0, 0, 0],
        });
        if (!isFile) return;
        for (const [turn, index] of PLACES.entries()) expect(bytesAt(path, index, 1)).toEqual([101 + turn]);
      });

      it(`errors, which change nothing${how}`, () => {
        const { result, path } = answerFrom(
          backend,
          memory,
          `const far = [array.length, array.length + 1, 2 ** 33, 2 ** 40, 2 ** 53, 2 ** 62, Infinity, NaN, -1, 0.5, 2 ** 32 + 0.5];
          const kinds = ['4294967296', 4294967296n, null, undefined, {}];
          const misfits = [256, -1, 0.5, NaN, 2 ** 32];
          const all = (list, call) => [...new Set(list.map((each) => outcome(() => call(each))))];
          return {
            get: all(far, (index) => array.get(index)),
            set: all(far, (index) => array.set(index, 1)),
            setAt: all(far.slice(0, 4), (index) => array.setAt(index, 1)),
            kinds: [...all(kinds, (index) => array.get(index)), ...all(kinds, (index) => array.set(index, 1))],
            misfits: PLACES.map((index) => all(misfits, (value) => array.set(index, value))),
            strings: PLACES.map((index) => outcome(() => array.set(index, '1'))),
            left: PLACES.map((index) => array.get(index)),
          };`,
          flags,
        );
        expect(result).toEqual({
          get: ['ERR_OUT_OF_RANGE'],
          set: ['ERR_OUT_OF_RANGE'],
          setAt: ['ERR_OUT_OF_RANGE'],
          kinds: ['ERR_INVALID_ARG_TYPE', 'ERR_INVALID_ARG_TYPE'],
          misfits: Array(5).fill(['ERR_OUT_OF_RANGE']),
          strings: Array(5).fill('ERR_INVALID_ARG_TYPE'),
          left: [0, 0, 0, 0, 0],
        });
        expect(diskUse(path)).toBeLessThan(2 ** 18);
      });

      it(`elements that are not aligned, across 1, 2, 3 and 4 GiB${how}`, () => {
        const { result, path, isFile } = answerFrom(
          backend,
          memory,
          `const words = array.cast(carray.uint32be, 3);
          const longs = array.cast(carray.int64, 5);
          const borders = [1, 2, 3, 4].map((count) => count * 2 ** 30);
          const results = borders.map((border) => {
            const [long, word] = [border / 8 - 1, border / 4 - 1]; // the bytes from border - 3, and from border - 1 on
            longs.set(long, -2n);
            const got = String(longs.get(long));
            words.set(word, 0x01020304);
            return [got, [-1, 0, 1].map((each) => words.get(word + each)), array.subarray(border - 4, border + 6).toArray()];
          });
          return { results, last: words.get(words.length - 1), past: outcome(() => words.get(words.length)), length: words.length };`,
          flags,
        );
        const bytes = [0, 0xfe, 0xff, 1, 2, 3, 4, 0xff, 0xff, 0];
        expect(result).toEqual({
          results: Array(4).fill(['-2', [0x0000feff, 0x01020304, 0xffff0000], bytes]),
          last: 0,
          past: 'ERR_OUT_OF_RANGE',
          length: (LENGTH - 4) / 4,
        });
        if (!isFile) return;
        for (const count of [1, 2, 3, 4]) expect(bytesAt(path, count * GiB - 4, 10)).toEqual(bytes);
      });

      it(`structs, by value, by reference and by column${how}`, () => {
        const { result, path, isFile } = answerFrom(
          backend,
          memory,
          `const { array: arrayOf, char, float64, struct, uint8, uint32be, int16 } = carray;
          const type = struct({ kind: uint8, x: float64, id: uint32be, name: arrayOf(char, 5), list: arrayOf(int16, 2) }, { pack: 1 });
          const points = array.cast(type, 1);
          const [xs, ids] = [points.field('x'), points.field('id')];
          const places = [2 ** 31, 2 ** 32].map((border) => Math.floor((border - 1) / type.size));
          const indexes = [...places, points.length - 1];
          for (const index of indexes) {
            const one = points.ref(index);
            one.kind = 7;
            one.x = index / 2;
            one.id += 4_000_000_000;
            one.name = 'name';
            one.list.set(1, -5);
          }
          const results = indexes.map((index) => {
            const one = points.ref(index);
            const value = points.get(index);
            xs.set(index, xs.get(index) + 1);
            return [
              one.kind, one.x - 1 === index / 2, one.id, one.name, one.list.get(1), ids.get(index), value.name, value.list,
              points.get(index - 1).kind, xs.at(index - points.length) === one.x,
            ];
          });
          const wrong = [
            () => points.ref(points.length), () => points.get(2 ** 32), () => xs.get(xs.length), () => xs.set(2 ** 53, 1),
            () => { points.ref(places[1]).id = -1; }, () => { points.ref(places[1]).name = 'too long'; },
          ].map((call) => outcome(call));
          return { results, wrong, length: points.length, size: type.size };`,
          flags,
        );
        const each = [7, true, 4e9, 'name', -5, 4e9, 'name', [0, -5], 0, true];
        const length = Math.floor((LENGTH - 1) / 22);
        expect(result).toEqual({
          results: Array(3).fill(each),
          wrong: Array(6).fill('ERR_OUT_OF_RANGE'),
          length,
          size: 22,
        });
        if (!isFile) return;
        for (const index of [Math.floor((2 ** 31 - 1) / 22), Math.floor((2 ** 32 - 1) / 22), length - 1]) {
          const bytes = Buffer.from(bytesAt(path, 1 + 22 * index, 22));
          expect([bytes[0], bytes.readDoubleLE(1), bytes.readUInt32BE(9)]).toEqual([7, index / 2 + 1, 4e9]);
          expect([bytes.toString('latin1', 13, 18), bytes.readInt16LE(20)]).toEqual(['name\0', -5]);
        }
      });
    }

    it('after unmap: an index out of range first, then ERR_MAPPING_UNMAPPED', () => {
      const { result } = answerFrom(
        backend,
        memory,
        `const points = array.cast(carray.struct({ a: carray.uint8, b: carray.uint8 }), 1);
        const one = points.ref(2 ** 31);
        const [get, set] = [array.get.bind(array), array.set.bind(array)];
        for (let turn = 0; turn < 5000; turn++) { get(2 ** 32); set(2 ** 32, 1); one.a = 1; }
        array.mapping.unmap();
        return [
          ...[() => get(array.length), () => set(array.length, 1), () => get(2 ** 32), () => set(2 ** 32, 1)],
          ...[() => one.a, () => { one.b = 1; }, () => points.get(2 ** 31), () => array.subarray(2 ** 32)],
        ].map((call) => outcome(call));`,
      );
      const range = Array(2).fill('ERR_OUT_OF_RANGE');
      expect(result).toEqual([...range, ...Array(6).fill('ERR_MAPPING_UNMAPPED')]);
    });
  });
}
