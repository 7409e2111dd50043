import { constants } from 'node:os';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  type CArray,
  MADV_POPULATE_READ,
  MAP_PRIVATE,
  PROT_READ,
  PROT_WRITE,
  uint8,
  uint32,
} from '../src/index.js';
import { asked, fakeApi, isChecked } from './support/api.js';
import { FAULT, refusal, thrownBy } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';

const { EFAULT } = constants.errno;
const { mmap, mapFile, pageSize, fake } = fakeApi({ pageSize: 4096 });
const contents = pattern(pageSize + 100);
const path = fileOf(contents);
/** The file's last page is whole: zeros stand behind its end. */
const reach = 2 * pageSize;

/** What the kernel says when it is asked for pages past the end of the file. */
function faults(action: () => unknown): string {
  fake.failNext('advise', EFAULT);
  return refusal(action);
}

describe.each<[string, () => CArray<typeof uint8>]>([
  ['mmap', () => mmap(uint8, 4 * pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE, path)],
  ['mapFile', () => mapFile(path, { access: 'copy-on-write', length: 4 * pageSize, allowPastEnd: true })],
])('%s past the end of its file', (_name, map) => {
  const array = map();

  it('works up to the end of the last page', () => {
    expect([array.length, array.byteLength]).toEqual([4 * pageSize, 4 * pageSize]);
    expect([array.get(0), array.get(contents.length - 1), array.get(reach - 1)]).toEqual([
      contents[0],
      contents.at(-1),
      0,
    ]);
    const inside = array.subarray(0, reach);
    expect([isChecked(array), isChecked(inside)]).toEqual([true, false]);
    expect(inside.toBuffer().subarray(0, contents.length).equals(contents)).toBe(true);
  });

  it('throws ERR_MAPPING_FAULT for each access that touches a byte behind it', () => {
    const before = array.slice(0, reach).toArray();
    expect(faults(() => array.get(reach))).toBe(FAULT);
    expect(faults(() => array.get(array.length - 1))).toBe(FAULT);
    expect(faults(() => array.at(-1))).toBe(FAULT);
    expect(faults(() => array.set(reach, 1))).toBe(FAULT);
    expect(faults(() => array.setAt(-1, 1))).toBe(FAULT);
    expect(faults(() => array.fill(1))).toBe(FAULT);
    expect(faults(() => array.toArray())).toBe(FAULT);
    expect(faults(() => array.toBuffer())).toBe(FAULT);
    expect(faults(() => array.slice(reach - 1, reach + 1))).toBe(FAULT);
    expect(faults(() => [...array.values()])).toBe(FAULT);
    expect(array.slice(0, reach).toArray()).toEqual(before);
  });

  it('throws for an element that straddles the end of the last page', () => {
    const straddling = array.cast(uint32, reach - 2, 4);
    expect(faults(() => straddling.get(0))).toBe(FAULT);
    expect(array.cast(uint32, reach - 4, 4).get(0)).toBe(0);
  });

  it('lets the array be derived from without touching anything', () => {
    const asksBefore = asked(fake, 'advise').length;
    const behind = array.subarray(reach + 1);
    expect(behind.cast(uint32, 3).length).toBe((2 * pageSize - 4) / 4);
    expect(behind.subarray(9, 9).length).toBe(0);
    expect(asked(fake, 'advise')).toHaveLength(asksBefore);
    expect(faults(() => behind.get(0))).toBe(FAULT);
  });

  it('works once the file has grown, asking the kernel for whole pages', () => {
    const asksBefore = asked(fake, 'advise').length;
    expect(array.get(reach + 5)).toBe(0);
    expect(asked(fake, 'advise').slice(asksBefore)).toEqual([[reach, 6, MADV_POPULATE_READ]]);
  });

  it('can be inspected', () => {
    fake.failNext('copyOut', EFAULT);
    fake.failNext('advise', EFAULT);
    expect(inspect(array.subarray(reach))).toContain('not readable');
  });
});

describe('the message', () => {
  it('names the byte of the file', () => {
    const array = mmap(uint8, 4 * pageSize, PROT_READ, MAP_PRIVATE, path, pageSize);
    fake.failNext('advise', EFAULT);
    const message = `Cannot access element ${pageSize + 3}, byte ${2 * pageSize + 3} of '${path}': it lies past the end of the file`;
    expect(thrownBy(() => array.get(pageSize + 3)).message).toBe(message);
  });
});
