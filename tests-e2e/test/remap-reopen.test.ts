import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { areasOf } from '../src/areas.js';
import { codeOf, fileOf, openDescriptors, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { uint8, uint32 } = carray;

onBothBackends('a file that took the place of another', (api) => {
  const { attach, mapAnonymous, mapFile, mmap, munmap, pageSize } = api;

  function replace(path: string, bytes: Uint8Array): void {
    writeFileSync(`${path}.new`, bytes);
    renameSync(`${path}.new`, path);
  }

  it('is mapped by remap({ reopen: true }), and by nothing else', () => {
    const path = fileOf(Buffer.alloc(4 * pageSize, 1));
    const fds = openDescriptors();
    const array = mapFile(path, { type: uint32 });
    const part = array.subarray(1, 3);
    replace(path, Buffer.alloc(8 * pageSize + 3, 2));
    array.mapping.remap();
    expect([array.get(0), array.length]).toEqual([0x01010101, pageSize]);
    array.mapping.remap({ reopen: true });
    expect([array.get(0), array.length, array.at(-1)]).toEqual([0x02020202, 2 * pageSize, 0x02020202]);
    expect([part.toArray(), array.typedArray.length]).toEqual([[0x02020202, 0x02020202], 2 * pageSize]);
    expect([array.mapping.path, openDescriptors()]).toEqual([path, fds]);
    replace(path, Buffer.alloc(8, 3));
    array.mapping.remap({ reopen: true });
    expect([array.toArray(), codeOf(() => part.get(1))]).toEqual([
      [0x03030303, 0x03030303],
      'ERR_OUT_OF_RANGE',
    ]);
    munmap(array);
    expect(codeOf(() => array.mapping.remap({ reopen: true }))).toBe('ERR_MAPPING_UNMAPPED');
  });

  it('may be empty, and come back', () => {
    const path = fileOf(Buffer.alloc(10, 1));
    const array = mapFile(path, { access: 'read-write' });
    replace(path, Buffer.alloc(0));
    array.mapping.remap({ reopen: true });
    expect([array.length, array.mapping.address, codeOf(() => array.get(0))]).toEqual([
      0,
      0n,
      'ERR_OUT_OF_RANGE',
    ]);
    replace(path, Buffer.alloc(3, 8));
    array.mapping.remap({ reopen: true });
    array.mapping.resize(5);
    expect([array.toArray(), statSync(path).size]).toEqual([[8, 8, 8, 0, 0], 5]);
    munmap(array);
  });

  it('must have the bytes that were asked for', () => {
    const path = fileOf(Buffer.alloc(100, 1));
    const array = mapFile(path, { byteOffset: 10, length: 20 });
    replace(path, Buffer.alloc(29, 2));
    expect([codeOf(() => array.mapping.remap({ reopen: true })), array.get(19)]).toEqual([
      'ERR_OUT_OF_RANGE',
      1,
    ]);
    replace(path, Buffer.alloc(30, 3));
    array.mapping.remap({ reopen: true });
    expect([array.length, array.get(19)]).toEqual([20, 3]);
    munmap(array);
  });

  it('may be shorter where that was allowed, as for mmap', () => {
    const path = fileOf(Buffer.alloc(2 * pageSize, 1));
    const array = mmap(uint8, 2 * pageSize, 1, 2, path);
    replace(path, Buffer.alloc(pageSize, 2));
    array.mapping.remap({ reopen: true });
    expect([array.get(0), codeOf(() => array.get(pageSize))]).toEqual([2, 'ERR_MAPPING_FAULT']);
    munmap(array);
  });

  it('heals faults of the file before', () => {
    const path = fileOf(Buffer.alloc(2 * pageSize, 1));
    const array = mapFile(path);
    writeFileSync(path, '');
    expect(codeOf(() => array.slice())).toBe('ERR_MAPPING_FAULT');
    replace(path, Buffer.alloc(2 * pageSize, 2));
    expect(codeOf(() => array.mapping.remap())).toBe('ESTALE');
    array.mapping.remap({ reopen: true });
    expect([array.mapping.faults, array.at(-1)]).toEqual([[], 2]);
    munmap(array);
  });

  it('leaves all as it was where it is not there, is no file, or the pages are in use', () => {
    const path = fileOf(Buffer.alloc(pageSize, 1));
    const array = mapFile(path);
    const { address } = array.mapping;
    rmSync(path);
    const reopen = () => codeOf(() => array.mapping.remap({ reopen: true }));
    expect(reopen()).toBe('ENOENT');
    mkdirSync(path);
    expect(reopen()).toMatch(/^E(ISDIR|NODEV)$/);
    rmSync(path, { recursive: true });
    writeFileSync(path, Buffer.alloc(pageSize, 2));
    const release = array.mapping.hold();
    expect([reopen(), array.get(0), array.mapping.address]).toEqual(['EBUSY', 1, address]);
    release();
    expect([reopen(), array.get(0)]).toEqual([undefined, 2]);
    munmap(array);
    const anonymous = mapAnonymous(uint8, 1);
    expect(codeOf(() => anonymous.mapping.remap({ reopen: true }))).toBe('ERR_UNSUPPORTED');
    expect(codeOf(() => anonymous.mapping.remap({ reopen: 1 } as object))).toBe('ERR_INVALID_ARG_TYPE');
    munmap(anonymous);
  });

  it('is not seen by those who share the mapping', () => {
    const path = fileOf(Buffer.alloc(pageSize, 1));
    const array = mapFile(path);
    const other = attach(array.share());
    replace(path, Buffer.alloc(pageSize, 2));
    array.mapping.remap({ reopen: true });
    expect([array.get(0), other.get(0)]).toEqual([2, 1]);
    munmap(other);
    array.mapping.protect('none'); // the new one is shared with nobody
    munmap(array);
  });

  it.each([
    ['a path from the root', (folder: string) => `${folder}/link/../data`],
    ['a path', () => 'link/../data'],
    ['a Buffer', () => Buffer.from('link/../data')],
  ])('is found from another working directory, through a symbolic link, by %s', (_, sourceIn) => {
    const folder = temporaryDirectory();
    mkdirSync(`${folder}/there/inside`, { recursive: true });
    symlinkSync('there/inside', `${folder}/link`); // so the kernel finds link/.. in `there`
    writeFileSync(`${folder}/there/data`, 'old');
    writeFileSync(`${folder}/data`, 'not this one');
    const before = process.cwd();
    process.chdir(folder);
    const array = mapFile(sourceIn(folder));
    process.chdir(before);
    expect(array.readString()).toBe('old');
    replace(`${folder}/there/data`, Buffer.from('new'));
    array.mapping.remap({ reopen: true });
    expect(array.readString()).toBe('new');
    munmap(array);
  });

  it('can be followed for ever', () => {
    const path = fileOf(Buffer.alloc(pageSize));
    const array = mapFile(path);
    for (let version = 1; version <= 300; version++) {
      replace(path, Buffer.alloc(pageSize * (1 + (version % 3)), version % 250));
      array.mapping.remap({ reopen: true });
      expect([array.get(0), array.length]).toEqual([version % 250, pageSize * (1 + (version % 3))]);
    }
    expect(areasOf(array.mapping)).toHaveLength(1);
    munmap(array);
  });
});
