import { expect, it } from 'vitest';
import { type Bad, counts, expectRefusals, flags, types, VALUE } from '../src/bad-input.js';
import { fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MAP_ANON, MAP_PRIVATE, MAP_SHARED, MAP_SHARED_VALIDATE, PROT_READ, PROT_WRITE, uint8 } = carray;

onBothBackends('bad input of mmap', ({ mmap, pageSize }) => {
  const right = {
    type: uint8,
    length: pageSize,
    prot: PROT_READ,
    flags: MAP_SHARED,
    source: '',
    offset: 0,
    addr: 0,
  };
  type Arguments = { [Name in keyof typeof right]?: unknown };
  const mmapWith = (given: Arguments) => {
    const { type, length, prot, flags: bits, source, offset, addr } = { ...right, ...given };
    return () => Reflect.apply(mmap, undefined, [type, length, prot, bits, source, offset, addr]);
  };
  it.each<[string, readonly Bad[]]>([
    ['length', counts],
    ['offset', counts],
    ['addr', counts],
    ['prot', flags],
    ['flags', flags],
    ['type', types],
  ])('mmap, %s', (name, wrong) => {
    const source = fileOf(Buffer.alloc(pageSize));
    expectRefusals(
      source,
      wrong.map(([value, expected]) => [mmapWith({ source, [name]: value }), expected]),
    );
    for (const [value] of wrong) expect(mmapWith({ source, [name]: value })).toThrow(`"${name}"`);
  });

  it('flags and sources that contradict each other', () => {
    const source = fileOf(Buffer.alloc(pageSize));
    expectRefusals(source, [
      ...[source, Buffer.from(source), 0, '/nowhere'].map(
        (each) => [mmapWith({ source: each, flags: MAP_PRIVATE | MAP_ANON }), VALUE] as const,
      ),
      [mmapWith({ source, flags: MAP_SHARED | MAP_PRIVATE }), VALUE],
      [mmapWith({ source, flags: MAP_SHARED_VALIDATE }), VALUE],
      [mmapWith({ source: null, flags: MAP_SHARED | MAP_PRIVATE | MAP_ANON }), VALUE],
      [mmapWith({ source: null }), 'SystemError EBADF'],
      [mmapWith({ source: undefined, prot: PROT_READ | PROT_WRITE }), 'SystemError EBADF'],
    ]);
  });

  it('is worded where the kernel refuses it, with the page size or the rule', () => {
    const source = fileOf(Buffer.alloc(2 * pageSize));
    const page = `is not a multiple of the page size, ${pageSize} bytes`;
    const refused: [Arguments, string][] = [
      [{ length: 0 }, 'length must be at least 1 byte'],
      [{ length: 0, source: undefined, flags: MAP_PRIVATE | MAP_ANON }, 'length must be at least 1 byte'],
      [{ offset: 1 }, `offset 1 ${page}`],
      [{ offset: BigInt(pageSize) + 8n }, `offset ${pageSize + 8} ${page}`],
      [{ flags: 0 }, 'flags need exactly one of MAP_SHARED and MAP_PRIVATE'],
      [
        { flags: MAP_SHARED | carray.MAP_FIXED, addr: pageSize * 1000 + 1 },
        `addr ${pageSize * 1000 + 1} ${page}`,
      ],
    ];
    expectRefusals(
      source,
      refused.map(([given]) => [mmapWith({ source, ...given }), 'SystemError EINVAL']),
    );
    for (const [given, cause] of refused) expect(mmapWith({ source, ...given })).toThrow(cause);
  });
});
