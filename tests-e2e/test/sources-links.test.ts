import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codeOf, fileOf, openDescriptors, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MAP_PRIVATE, PROT_READ, uint8 } = carray;

onBothBackends('symbolic links', ({ mapFile, mmap, munmap, pageSize }) => {
  const making = { access: 'read-write', create: true, grow: true, length: pageSize } as const;
  function link(target: string): string {
    const path = join(temporaryDirectory(), 'link');
    symlinkSync(target, path);
    return path;
  }

  it('are followed to a file, which is created no second time', () => {
    const target = fileOf(Buffer.alloc(pageSize, 7));
    const path = link(link(target));
    for (const options of [{}, { access: 'read-write' }, making] as const) {
      const array = mapFile(path, options);
      expect([array.get(0), array.length, array.mapping.path]).toEqual([7, pageSize, path]);
      munmap(array);
    }
    expect([lstatSync(path).isSymbolicLink(), statSync(target).size]).toEqual([true, pageSize]);
  });

  it('to nothing are ENOENT, and stay links to nothing', () => {
    const directory = temporaryDirectory();
    const path = link(join(directory, 'target'));
    const before = openDescriptors();
    expect(codeOf(() => mapFile(path))).toBe('ENOENT');
    expect(codeOf(() => mapFile(path, { access: 'read-write' }))).toBe('ENOENT');
    expect(codeOf(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, path))).toBe('ENOENT');
    expect([readdirSync(directory), openDescriptors()]).toEqual([[], before]);
  });

  it('to nothing make their target, with create', () => {
    const target = join(temporaryDirectory(), 'target');
    const path = link(target);
    const array = mapFile(path, making).fill(5);
    munmap(array);
    expect(readFileSync(target).equals(Buffer.alloc(pageSize, 5))).toBe(true);
    expect([statSync(target).mode & 0o777, lstatSync(path).isSymbolicLink()]).toEqual([0o600, true]);
  });

  it('to nothing lose the target again, and not themselves, when the call fails', () => {
    const directory = temporaryDirectory();
    const path = link(join(directory, 'target'));
    const { grow, ...creating } = making;
    expect([grow, codeOf(() => mapFile(path, creating))]).toEqual([true, 'ERR_OUT_OF_RANGE']);
    expect([lstatSync(path).isSymbolicLink(), readdirSync(directory)]).toEqual([true, []]);
  });

  it('that lead to themselves are ELOOP', () => {
    const path = join(temporaryDirectory(), 'loop');
    symlinkSync(path, path);
    const before = openDescriptors();
    for (const options of [{}, { access: 'read-write' }, making] as const) {
      expect(codeOf(() => mapFile(path, options))).toBe('ELOOP');
    }
    expect(codeOf(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, path))).toBe('ELOOP');
    expect([lstatSync(path).isSymbolicLink(), openDescriptors()]).toEqual([true, before]);
  });

  it('into a directory that is missing, or that is a file, make nothing', () => {
    expect(codeOf(() => mapFile(link('/nowhere/at/all'), making))).toBe('ENOENT');
    expect(codeOf(() => mapFile(link(join(fileOf(Buffer.of(1)), 'x')), making))).toBe('ENOTDIR');
  });
});
