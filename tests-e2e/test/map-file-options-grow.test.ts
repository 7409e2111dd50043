import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { codeOf, fileOf, openDescriptors, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { float64, uint32 } = carray;

/** A disk of so many bytes; undefined where this process may not mount one. */
function smallDisk(byteLength: number): string | undefined {
  const directory = temporaryDirectory();
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${byteLength}`, 'none', directory], {
      stdio: 'ignore',
    });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('/usr/bin/umount', [directory]);
  });
  return directory;
}

onBothBackends('mapFile that grows', ({ mapFile, munmap, pageSize }) => {
  const growing = { access: 'read-write', grow: true } as const;
  const contents = Buffer.alloc(100, 5);

  it('makes the file as long as is asked, with zeros behind what was there', () => {
    const path = fileOf(contents);
    const array = mapFile(path, {
      ...growing,
      type: float64,
      byteOffset: 64n,
      length: 3n * BigInt(pageSize),
    });
    expect([array.length, statSync(path).size]).toEqual([3 * pageSize, 64 + 24 * pageSize]);
    expect(array.get(3 * pageSize - 1)).toBe(0);
    array.set(3 * pageSize - 1, 1.5);
    munmap(array);
    const now = readFileSync(path);
    expect([now.subarray(0, 100).equals(contents), now.readDoubleLE(now.length - 8)]).toEqual([true, 1.5]);
  });

  it('has the blocks reserved: no store can find the disk full', () => {
    const path = fileOf(Buffer.of(1));
    const array = mapFile(path, { ...growing, length: 256 * pageSize });
    expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(256 * pageSize);
    munmap(array);
  });

  it('changes nothing of a file that is long enough', () => {
    const path = fileOf(contents);
    const before = statSync(path, { bigint: true });
    for (const length of [0, 1, 99, 100]) munmap(mapFile(path, { ...growing, length }));
    const after = statSync(path, { bigint: true });
    expect([after.size, after.blocks, after.mtimeNs]).toEqual([before.size, before.blocks, before.mtimeNs]);
    expect(readFileSync(path).equals(contents)).toBe(true);
  });

  it('works through a descriptor that is open for writing, and no other', () => {
    const path = fileOf(contents);
    const fd = openSync(path, 'r+');
    const array = mapFile(fd, { ...growing, type: uint32, length: pageSize });
    closeSync(fd);
    expect([array.length, statSync(path).size]).toEqual([pageSize, 4 * pageSize]);
    munmap(array);
    const reading = openSync(path, 'r');
    expect(codeOf(() => mapFile(reading, { ...growing, length: 8 * pageSize }))).toBe('EBADF');
    expect(statSync(path).size).toBe(4 * pageSize);
    closeSync(reading);
  });

  it('truncates back what cannot be mapped then', () => {
    const path = fileOf(contents);
    const before = openDescriptors();
    const fd = openSync(path, 'a'); // it may be made longer, but not read, and so not mapped
    expect(codeOf(() => mapFile(fd, { ...growing, length: 4 * pageSize }))).toBe('EACCES');
    expect(readFileSync(path).equals(contents)).toBe(true);
    expect(codeOf(() => mapFile(path, { ...growing, length: 4 * pageSize, advice: 'wipeonfork' }))).toBe(
      'EINVAL',
    );
    expect(codeOf(() => mapFile(path, { ...growing, length: 2 ** 52 }))).toMatch(/^(EFBIG|ENOSPC)$/);
    closeSync(fd);
    expect([readFileSync(path).equals(contents), openDescriptors()]).toEqual([true, before]);
  });

  it('needs a length', () => {
    const path = fileOf(contents);
    expect(() => mapFile(path, growing)).toThrow(/"options.length" is needed to grow a file/);
    expect(codeOf(() => mapFile('/dev/zero', { ...growing, length: 1 }))).toBe('ENODEV');
  });

  it('on a full disk is ENOSPC, and leaves the disk as it was', ({ skip }) => {
    const disk = smallDisk(64 * pageSize);
    if (disk === undefined) return skip('mounting a small disk needs more rights');
    const path = join(disk, 'file');
    const free = () =>
      Number(
        execFileSync('/usr/bin/df', ['--output=avail', '-B1', disk], { encoding: 'utf8' }).split('\n')[1],
      );
    const empty = free();
    const before = openDescriptors();
    const creating = () => mapFile(path, { ...growing, create: true, length: 65 * pageSize });
    expect(codeOf(creating)).toBe('ENOSPC');
    expect(creating).toThrow(/ENOSPC: .*posix_fallocate .*file/);
    expect([readdirSync(disk), free(), openDescriptors()]).toEqual([[], empty, before]);
    writeFileSync(path, contents);
    const taken = free();
    expect(codeOf(() => mapFile(path, { ...growing, length: 65 * pageSize }))).toBe('ENOSPC');
    expect([readFileSync(path).equals(contents), free()]).toEqual([true, taken]);
    const array = mapFile(path, { ...growing, length: 32 * pageSize }).fill(9);
    expect(array.get(32 * pageSize - 1)).toBe(9);
    munmap(array);
  });
});
