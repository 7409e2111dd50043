import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import {
  type Bad,
  counts,
  type Ending,
  expectRefusals,
  KIND,
  RANGE,
  refusalOf,
  types,
  VALUE,
} from '../src/bad-input.js';
import { fileOf, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { uint8 } = carray;

onBothBackends('bad input of mapFile and mapAnonymous', ({ mapAnonymous, mapFile, pageSize }) => {
  const mapFileWith = (source: unknown, options: unknown) => () =>
    Reflect.apply(mapFile, undefined, [source, options]);
  const mapAnonymousWith =
    (...given: unknown[]) =>
    () =>
      Reflect.apply(mapAnonymous, undefined, given);

  it.each<[string, readonly Bad[]]>([
    ['byteOffset', counts],
    ['length', counts],
    ['type', types.filter(([value]) => value !== undefined)],
    ['access', [null, 'write', '', 1, ['read']].map((value): Bad => [value, VALUE])],
    ['allowPastEnd', [null, 1, 'yes'].map((value): Bad => [value, KIND])],
    ['acess', [['read', VALUE]]],
  ])('mapFile, %s', (name, wrong) => {
    const path = fileOf(Buffer.alloc(pageSize));
    expectRefusals(
      path,
      wrong.map(([value, expected]) => [mapFileWith(path, { [name]: value }), expected]),
    );
    const created = join(temporaryDirectory(), 'new');
    for (const [value, expected] of wrong) {
      const making = { access: 'read-write', create: true, grow: true, length: 1 };
      expect(refusalOf(mapFileWith(created, { ...making, [name]: value }))).toBe(expected);
    }
    expect(readdirSync(dirname(created))).toEqual([]);
  });

  it('mapFile, options that are none', () => {
    const path = fileOf(Buffer.alloc(1));
    expectRefusals(
      path,
      [null, 'read', 1, true].map((options) => [mapFileWith(path, options), KIND]),
    );
  });

  it('mapAnonymous', () => {
    const path = fileOf(Buffer.alloc(1));
    expectRefusals(path, [
      ...counts.map(([value, expected]): Ending => [mapAnonymousWith(uint8, value), expected]),
      ...types.map(([value, expected]): Ending => [mapAnonymousWith(value, 1), expected]),
      ...[null, 1, 'shared'].map((options): Ending => [mapAnonymousWith(uint8, 1, options), KIND]),
      [mapAnonymousWith(uint8, 1, { sharde: true }), VALUE],
      [mapAnonymousWith(uint8, 1, { shared: 1 }), KIND],
      [mapAnonymousWith(carray.float64, 2 ** 51), RANGE],
      [mapAnonymousWith(uint8, 0), 'SystemError EINVAL'],
      [mapAnonymousWith(uint8, 2 ** 52), 'SystemError ENOMEM'],
    ]);
  });
});
