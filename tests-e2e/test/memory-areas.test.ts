import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileOf, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { mappings, uint8 } = carray;

onBothBackends('mappings', ({ mapAnonymous, mapFile, mmap, munmap, pageSize }, backend) => {
  const areaOf = ({ mapping }: Pick<ReturnType<typeof mapFile>, 'mapping'>, byteOffset = 0) => {
    const address = mapping.address + BigInt(byteOffset);
    return mappings().find(({ start, end }) => start <= address && address < end);
  };
  const mapped = (...given: Parameters<typeof mapFile>) => {
    const array = mapFile(...given);
    onTestFinished(() => {
      munmap(array);
    });
    return array;
  };

  it('has a mapping with its place, its file and what may be done with it', () => {
    const path = fileOf(Buffer.alloc(4 * pageSize, 1));
    const { ino } = statSync(path, { bigint: true });
    const array = mapped(path, { access: 'read-write', byteOffset: pageSize });
    const { address } = array.mapping;
    expect(areaOf(array)).toMatchObject({
      ...{ start: address, end: address + BigInt(3 * pageSize), byteLength: 3 * pageSize },
      ...{ read: true, write: true, execute: false, shared: true },
      ...{ offset: BigInt(pageSize), inode: ino, path },
    });
    const { MAP_PRIVATE, PROT_EXEC, PROT_NONE, PROT_READ } = carray;
    for (const [protection, read, execute] of [
      [PROT_NONE, false, false],
      [PROT_READ | PROT_EXEC, true, true],
    ] as const) {
      const other = mmap(uint8, pageSize, protection, MAP_PRIVATE, path);
      expect(areaOf(other)).toMatchObject({ read, write: false, execute, shared: false, path });
      munmap(other);
      expect(areaOf(other)?.path).not.toBe(path);
    }
  });

  it('follows a protection that changes, page by page', () => {
    const array = mapped(fileOf(Buffer.alloc(3 * pageSize, 1)), { access: 'read-write' });
    array.mapping.protect('read', pageSize, pageSize);
    expect([0, pageSize, 2 * pageSize].map((at) => areaOf(array, at)?.write)).toEqual([true, false, true]);
    expect(areaOf(array, pageSize)?.byteLength).toBe(pageSize);
  });

  it.each([
    ['two\nlines', 'two\\012lines'],
    ['\n', '\\012'],
    ['ends in blanks  ', 'ends in blanks  '],
    [' blanks first', ' blanks first'],
    ['carriage\rreturn', 'carriage\rreturn'],
    ['line\u2028separator', 'line\u2028separator'],
    ['back\\slash \\012', 'back\\slash \\012'],
    ['größe 日本', 'größe 日本'],
    ['7f00-8000 r--p 00000000 08:01 12', '7f00-8000 r--p 00000000 08:01 12'],
    ['gone (deleted)', 'gone (deleted)'],
  ])('a file with the name %j', (name, expected) => {
    const directory = temporaryDirectory();
    const path = join(directory, name);
    writeFileSync(path, 'x');
    expect(areaOf(mapped(path))?.path).toBe(join(directory, expected));
  });

  it('a file that was renamed has its new name, and one that was deleted says so', () => {
    const path = fileOf(Buffer.alloc(1, 1));
    const array = mapped(path);
    renameSync(path, `${path}.new`);
    expect(areaOf(array)?.path).toBe(`${path}.new`);
    rmSync(`${path}.new`);
    expect(areaOf(array)?.path).toBe(`${path}.new (deleted)`);
  });

  it('memory without a file has no path, or one that says what it is', () => {
    const array = mapAnonymous(uint8, pageSize);
    const shared = mapAnonymous(uint8, pageSize, { shared: true });
    expect(areaOf(array)).toMatchObject({ shared: false, inode: 0n, offset: 0n, device: '00:00' });
    expect('path' in (areaOf(array) ?? {})).toBe(false);
    expect(areaOf(shared)).toMatchObject({ shared: true, path: '/dev/zero (deleted)' });
    munmap(array);
    munmap(shared);
    const names = mappings().map(({ path }) => path);
    expect(names).toEqual(expect.arrayContaining(['[heap]', '[stack]', process.execPath]));
  });

  it('is line for line what the kernel says', () => {
    const source = `
      const { mappings } = require('carray');
      const { readFileSync } = require('node:fs');
      mappings();
      const kernel = () => new Set(readFileSync('/proc/self/maps', 'utf8').trimEnd().split('\\n')
        .map((line) => line.replace(/^((?:\\S+ ){5}) */, '$1').trimEnd()));
      const before = kernel();
      const areas = mappings();
      const after = kernel();
      const hex = (number, digits) => number.toString(16).padStart(digits, '0');
      const lines = new Set(areas.map(({ start, end, read, write, execute, shared, offset, device, inode, path = '' }) =>
        [hex(start, 8) + '-' + hex(end, 8), (read ? 'r' : '-') + (write ? 'w' : '-') + (execute ? 'x' : '-') + (shared ? 's' : 'p'),
          hex(offset, 8), device, inode, path].join(' ').trimEnd()));
      // The engine's threads map and unmap meanwhile: what was there before and after was there in between.
      const stable = [...before].filter((line) => after.has(line));
      console.log(stable.length > 20, stable.filter((line) => !lines.has(line)));`;
    const { status, stdout, stderr } = runProgram(source, { backend });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'true []\n', stderr: '' });
  });
});

describe('mappings of other processes', () => {
  const isRoot = process.getuid?.() === 0;
  const reason = isRoot ? '' : ' (only root can become another user)';

  it.skipIf(!isRoot)(`of another user's process: EACCES${reason}`, () => {
    const source = `
      process.setgid(65534); process.setuid(65534);
      try { console.log(mappings(${process.pid}).length); } catch (error) { console.log(error.code, error.syscall, error.path); }`;
    const { status, stdout, stderr } = runProgram(
      `const { mappings } = require('carray'); mappings(); ${source}`,
    );
    expect({ status, stdout, stderr }).toEqual({
      ...{ status: 0, stderr: '' },
      stdout: `EACCES open /proc/${process.pid}/maps\n`,
    });
  });

  it('of the parent', () => {
    const source = `const { mappings } = require('carray'); console.log(mappings(process.ppid).length > 10);`;
    expect(runProgram(source)).toMatchObject({ status: 0, stdout: 'true\n', stderr: '' });
  });

  it('a process that has ended: ENOENT, and the message has its file', () => {
    const last = readFileSync('/proc/sys/kernel/pid_max', 'latin1').trim();
    expect(() => mappings(Number(last))).toThrow(
      `ENOENT: no such file or directory, open '/proc/${last}/maps'`,
    );
  });
});
