import { closeSync, constants as fs, openSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MAP_PRIVATE, MAP_SHARED, PROT_NONE, PROT_READ, PROT_WRITE, uint8 } = carray;
const READ_WRITE = PROT_READ | PROT_WRITE;

/** How the descriptor is open, what is asked for, and what the system answers. */
const cells = [
  { mode: 'O_RDONLY', prot: 'read', sharing: 'shared', answer: 'mapped' },
  { mode: 'O_RDONLY', prot: 'read', sharing: 'private', answer: 'mapped' },
  { mode: 'O_RDONLY', prot: 'read-write', sharing: 'shared', answer: 'EACCES' },
  { mode: 'O_RDONLY', prot: 'read-write', sharing: 'private', answer: 'mapped' },
  { mode: 'O_WRONLY', prot: 'read', sharing: 'shared', answer: 'EACCES' },
  { mode: 'O_WRONLY', prot: 'read', sharing: 'private', answer: 'EACCES' },
  { mode: 'O_WRONLY', prot: 'read-write', sharing: 'shared', answer: 'EACCES' },
  { mode: 'O_WRONLY', prot: 'read-write', sharing: 'private', answer: 'EACCES' },
  { mode: 'O_RDWR', prot: 'read', sharing: 'shared', answer: 'mapped' },
  { mode: 'O_RDWR', prot: 'read', sharing: 'private', answer: 'mapped' },
  { mode: 'O_RDWR', prot: 'read-write', sharing: 'shared', answer: 'mapped' },
  { mode: 'O_RDWR', prot: 'read-write', sharing: 'private', answer: 'mapped' },
] as const;

const protections = { read: PROT_READ, 'read-write': READ_WRITE };
const sharings = { shared: MAP_SHARED, private: MAP_PRIVATE };
// O_APPEND changes no cell. The attribute of the file does: EACCES in posix-errno.test.ts.
const table = cells.flatMap((cell) => [
  { ...cell, append: '', open: fs[cell.mode] },
  { ...cell, append: ' | O_APPEND', open: fs[cell.mode] | fs.O_APPEND },
]);

onBothBackends('M2: open mode, protection and sharing', ({ mmap, mprotect, munmap, pageSize }) => {
  const content = Buffer.alloc(pageSize, 1);
  const stored = Buffer.alloc(pageSize, 7);

  /** Maps a descriptor that is closed at once. */
  function mapOpened(path: string, open: number, prot: number, flags: number) {
    const fd = openSync(path, open);
    try {
      return mmap(uint8, pageSize, prot, flags, fd);
    } finally {
      closeSync(fd);
    }
  }

  it.each(table)('$mode$append, $prot, $sharing: $answer', ({ open, prot, sharing, answer }) => {
    const path = fileOf(content);
    const map = () => mapOpened(path, open, protections[prot], sharings[sharing]);
    if (answer === 'EACCES') {
      expect(codeOf(map)).toBe('EACCES');
      return;
    }
    const array = map();
    expect(array.toBuffer().equals(content)).toBe(true);
    if (prot === 'read') expect(codeOf(() => array.fill(7))).toBe('ERR_MAPPING_READ_ONLY');
    else array.fill(7);
    expect(array.get(0)).toBe(prot === 'read' ? 1 : 7);
    munmap(array);
    const reached = prot === 'read-write' && sharing === 'shared';
    expect(readFileSync(path).equals(reached ? stored : content)).toBe(true);
  });

  it('PROT_NONE needs a descriptor that can be read, too, and gives no access', () => {
    const path = fileOf(content);
    expect(codeOf(() => mapOpened(path, fs.O_WRONLY, PROT_NONE, MAP_SHARED))).toBe('EACCES');
    const array = mapOpened(path, fs.O_RDONLY, PROT_NONE, MAP_SHARED);
    expect(codeOf(() => array.get(0))).toBe('ERR_MAPPING_NO_ACCESS');
    expect(codeOf(() => array.set(0, 1))).toBe('ERR_MAPPING_NO_ACCESS');
    mprotect(array, PROT_READ);
    expect(array.get(0)).toBe(1);
    munmap(array);
  });

  it('mprotect to writing: refused for a shared mapping of O_RDONLY, and nothing has changed', () => {
    const path = fileOf(content);
    const array = mapOpened(path, fs.O_RDONLY, PROT_READ, MAP_SHARED);
    for (const [offset, size] of [[], [0, pageSize]]) {
      expect(codeOf(() => mprotect(array, READ_WRITE, offset, size))).toBe('EACCES');
    }
    expect([array.get(0), array.writable, array.mapping.protection]).toEqual([1, false, PROT_READ]);
    expect(codeOf(() => array.set(0, 7))).toBe('ERR_MAPPING_READ_ONLY');
    expect(codeOf(() => array.fill(7))).toBe('ERR_MAPPING_READ_ONLY');
    munmap(array);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it.each([
    ['private of O_RDONLY', fs.O_RDONLY, MAP_PRIVATE],
    ['private of O_RDWR', fs.O_RDWR, MAP_PRIVATE],
    ['shared of O_RDWR', fs.O_RDWR, MAP_SHARED],
  ])('mprotect to writing, and back: %s', (_, open, sharing) => {
    const path = fileOf(content);
    const array = mapOpened(path, open, PROT_READ, sharing);
    mprotect(array, READ_WRITE);
    array.fill(7);
    expect([array.get(0), array.writable]).toEqual([7, true]);
    mprotect(array, PROT_READ);
    expect(codeOf(() => array.set(0, 8))).toBe('ERR_MAPPING_READ_ONLY');
    munmap(array);
    expect(readFileSync(path).equals(sharing === MAP_SHARED ? stored : content)).toBe(true);
  });

  it('a path is opened as the mapping needs it: only shared and writable asks for writing', () => {
    const path = fileOf(content);
    const upgrade = (prot: number, flags: number) => {
      const array = mmap(uint8, pageSize, prot, flags, path);
      const answer = codeOf(() => mprotect(array, READ_WRITE)) ?? 'changed';
      munmap(array);
      return answer;
    };
    expect(upgrade(PROT_READ, MAP_SHARED)).toBe('EACCES');
    expect(upgrade(PROT_READ, MAP_PRIVATE)).toBe('changed');
    expect(upgrade(READ_WRITE, MAP_SHARED)).toBe('changed');
  });
});
