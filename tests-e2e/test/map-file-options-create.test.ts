import { openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { codeOf, fileOf, openDescriptors, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { uint32 } = carray;

onBothBackends('mapFile that creates', ({ mapFile, munmap, pageSize }) => {
  const creating = { access: 'read-write', create: true } as const;
  const making = { ...creating, grow: true, type: uint32, length: 100 } as const;
  const newPath = () => join(temporaryDirectory(), 'new');

  it('makes a file for its owner alone, whatever the umask', () => {
    const before = process.umask(0);
    try {
      const path = newPath();
      const array = mapFile(path, making).fill(7);
      expect([statSync(path).mode & 0o7777, statSync(path).size, array.length]).toEqual([0o600, 400, 100]);
      munmap(array);
      expect(new Uint32Array(new Uint8Array(readFileSync(path)).buffer)).toEqual(
        new Uint32Array(100).fill(7),
      );
    } finally {
      process.umask(before);
    }
  });

  it('takes a Buffer and a URL for a path as well', () => {
    const path = newPath();
    for (const source of [Buffer.from(`${path}1`), pathToFileURL(`${path}2`)])
      munmap(mapFile(source, making));
    expect(readdirSync(dirname(path)).sort()).toEqual(['new1', 'new2']);
  });

  it('without length is an empty file and an empty array', () => {
    const path = newPath();
    const array = mapFile(path, creating);
    expect([array.length, statSync(path).size, munmap(array)]).toEqual([0, 0, true]);
  });

  it('neither truncates nor changes a file that is there', () => {
    const contents = Buffer.alloc(2 * pageSize + 3, 5);
    const path = fileOf(contents);
    const { mode, ino } = statSync(path);
    for (const options of [creating, making, { ...creating, length: 1 }]) {
      const array = mapFile(path, options);
      expect(array.get(0)).toBe(options === making ? 0x05050505 : 5);
      munmap(array);
    }
    expect(readFileSync(path).equals(contents)).toBe(true);
    expect([statSync(path).mode, statSync(path).ino]).toEqual([mode, ino]);
  });

  it('is never EEXIST, however often', () => {
    const path = newPath();
    const arrays = Array.from({ length: 5 }, () => mapFile(path, making));
    arrays[0]?.set(99, 8);
    expect(arrays.map((array) => array.get(99))).toEqual([8, 8, 8, 8, 8]);
    for (const array of arrays) munmap(array);
  });

  it('removes what it made when the call fails, and nothing else', () => {
    const path = newPath();
    const before = openDescriptors();
    const failing = [
      [{ ...creating, length: 1 }, 'ERR_OUT_OF_RANGE'],
      [{ ...creating, byteOffset: 1 }, 'ERR_OUT_OF_RANGE'],
      [{ ...making, length: 2 ** 50 }, /^(EFBIG|ENOSPC|ENOMEM)$/],
      [{ ...creating, type: uint32, length: 2 ** 50, allowPastEnd: true }, 'ENOMEM'],
    ] as const;
    for (const [options, code] of failing) {
      expect(codeOf(() => mapFile(path, options))).toMatch(code);
      expect([readdirSync(dirname(path)), openDescriptors()]).toEqual([[], before]);
    }
    const there = fileOf(Buffer.alloc(10, 5));
    for (const [options, code] of failing.slice(0, 1)) {
      expect(codeOf(() => mapFile(there, { ...options, length: 11 }))).toMatch(code);
      expect(readFileSync(there).equals(Buffer.alloc(10, 5))).toBe(true);
    }
  });

  it('is refused with a descriptor, and for access that stores nothing', () => {
    const path = newPath();
    const fd = openSync(fileOf(Buffer.alloc(10)), 'r+');
    for (const source of [fd, { fd }])
      expect(codeOf(() => mapFile(source, creating))).toBe('ERR_INVALID_ARG_VALUE');
    for (const access of ['read', 'copy-on-write'] as const) {
      expect(() => mapFile(path, { ...making, access })).toThrow(/"options.access" must be 'read-write'/);
    }
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  it('needs the directory', () => {
    expect(codeOf(() => mapFile(join(newPath(), 'x'), making))).toBe('ENOENT');
    expect(codeOf(() => mapFile(temporaryDirectory(), making))).toBe('EISDIR');
  });
});
