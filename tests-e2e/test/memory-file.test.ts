import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, readlinkSync, readSync, writeSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { codeOf, openDescriptors } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { answerOf } from '../src/shared/child.js';

const { uint8, uint32, PROT_READ, PROT_WRITE, MAP_SHARED, MAP_PRIVATE } = carray;
type MemoryFile = ReturnType<typeof carray.createMemoryFile>;
type Options = Parameters<typeof carray.createMemoryFile>[2];

onBothBackends('a memory file', (api, backend) => {
  const { mapFile, mmap, munmap, pageSize } = api;

  function create(byteLength: number, options?: Options): MemoryFile {
    const file = api.createMemoryFile('test', byteLength, options);
    onTestFinished(() => void file.close());
    return file;
  }

  describe('its bytes', () => {
    it('are zeros, reserved, and the same for each array, descriptor and call', () => {
      const file = create(3 * pageSize);
      const stats = fstatSync(file.fd);
      expect([stats.size, stats.blocks * 512, file.byteLength]).toEqual([
        3 * pageSize,
        3 * pageSize,
        3 * pageSize,
      ]);
      expect(readlinkSync(`/proc/self/fd/${file.fd}`)).toBe('/memfd:test (deleted)');
      const [bytes, words] = [file.map(), file.map(uint32)];
      expect([bytes.length, words.length, bytes.includes(1)]).toEqual([
        3 * pageSize,
        (3 * pageSize) / 4,
        false,
      ]);
      words.set(1, 0x01020304);
      writeSync(file.fd, Buffer.of(9), 0, 1, 0);
      const read = Buffer.alloc(8);
      readSync(file.fd, read, 0, 8, 0);
      expect([...read]).toEqual([...bytes.subarray(0, 8)]);
      expect([read.readUInt32LE(4), read[0]]).toEqual([0x01020304, 9]);
      munmap(bytes);
      munmap(words);
    });

    it('are mapped in every way that a file is', () => {
      const file = create(pageSize);
      const all = file.map();
      const part = file.map(uint32, { byteOffset: 3, length: 2, access: 'copy-on-write', populate: true });
      const through = mmap(uint8, 10, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
      const reading = mapFile(file);
      all.set(3, 5);
      part.set(1, 1);
      through.set(0, 2);
      expect(reading.subarray(0, 12).toArray()).toEqual([2, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0]);
      expect([part.toArray(), reading.writable]).toEqual([[5, 1], false]);
      for (const array of [all, part, through, reading]) munmap(array);
    });

    it('stay when it is closed, which can be done twice; all else is EBADF then', () => {
      const file = create(10, { seals: ['shrink'] });
      const array = file.map();
      const { fd } = file;
      array.set(9, 1);
      expect([file.close(), file.close(), file.fd, array.get(9)]).toEqual([true, false, -1, 1]);
      expect(codeOf(() => fstatSync(fd))).toBe('EBADF');
      expect(codeOf(() => file.map())).toBe('EBADF');
      expect(codeOf(() => file.seal('grow'))).toBe('EBADF');
      expect(codeOf(() => file.seals)).toBe('EBADF');
      expect(codeOf(() => mapFile(file))).toBe('EBADF');
      munmap(array);
    });

    it('of which there are none are an empty array; others may make it longer', () => {
      const file = create(0);
      expect(file.map().length).toBe(0);
      ftruncateSync(file.fd, 8);
      expect([file.map(uint32).length, file.byteLength]).toEqual([2, 0]);
    });

    it('close by dispose', () => {
      const file = create(1);
      file[Symbol.dispose]();
      expect(file.fd).toBe(-1);
    });

    it('closed by somebody else is EBADF, and closes no other file', () => {
      const file = create(1);
      closeSync(file.fd);
      expect(() => file.close()).toThrow('EBADF: bad file descriptor, close: somebody else has closed it');
      expect(file.close()).toBe(false);
    });
  });

  describe('its seals', () => {
    const every = ['shrink', 'grow', 'write', 'future-write', 'exec', 'seal'] as const;

    it.each(every)("'%s' alone is alone, set at once or later", (word) => {
      const [before, after] = [create(pageSize, { seals: [word] }), create(pageSize)];
      const none = after.seals; // 'exec' already where vm.memfd_noexec says so
      after.seal(word);
      const expected = every.filter((each) => each === word || none.includes(each));
      expect([before.seals, after.seals]).toEqual([expected, expected]);
    });

    it('all at once, in any order and twice', () => {
      const file = create(5, {
        seals: ['seal', 'exec', 'write', 'shrink', 'shrink', 'grow', 'future-write'],
      });
      expect(file.seals).toEqual([...every]);
    });

    it("'shrink' and 'grow': nobody makes it shorter, or longer, another process neither", () => {
      const file = create(10, { seals: ['shrink', 'grow'] });
      expect(codeOf(() => ftruncateSync(file.fd, 9))).toBe('EPERM');
      expect(codeOf(() => ftruncateSync(file.fd, 11))).toBe('EPERM');
      expect(codeOf(() => mapFile(file, { access: 'read-write', grow: true, length: 11 }))).toBe('EPERM');
      const tries = `[9, 11].map((length) => tell(() => fs.ftruncateSync(3, length)))`;
      expect(answerOf(tries, '', { backend, fd: file.fd })).toEqual(['EPERM ftruncate', 'EPERM ftruncate']);
      expect(fstatSync(file.fd).size).toBe(10);
    });

    it.each(['write', 'future-write'] as const)("'%s': maps for reading, and never for writing", (word) => {
      const file = create(10, { seals: [word] });
      const array = file.map();
      expect([array.mapping?.access, array.writable]).toEqual(['read', false]);
      const refused = () => file.map(uint8, { access: 'read-write' });
      expect(refused).toThrow(
        "EPERM: operation not permitted, mmap: the file is sealed against writing: it can be mapped with access 'read' or 'copy-on-write'",
      );
      expect(codeOf(() => mmap(uint8, 1, PROT_READ | PROT_WRITE, MAP_SHARED, file))).toBe('EPERM');
      expect(codeOf(() => writeSync(file.fd, Buffer.of(1), 0, 1, 0))).toBe('EPERM');
      const copy = file.map(uint8, { access: 'copy-on-write' });
      array.typedArray[0] = 3; // strays stay here
      expect([copy.fill(1).get(0), mapFile(file).get(0)]).toEqual([1, 0]);
      const child = `[tell(() => mapFile(3, { access: 'read-write' })), mapFile(3).length]`;
      expect(answerOf(child, '', { backend, fd: file.fd })).toEqual(['EPERM mmap', 10]);
    });

    it("'write' while somebody could write: EBUSY says what to do, and nothing has changed", () => {
      const file = create(10);
      const array = file.map();
      expect(() => file.seal('shrink', 'write')).toThrow(
        "EBUSY: resource busy or locked, fcntl: a mapping through which it can be written to is live: unmap it, or seal with 'future-write'",
      );
      expect(file.seals).not.toContain('shrink');
      file.seal('future-write'); // what is mapped goes on
      array.set(0, 1);
      munmap(array);
      file.seal('write');
      expect([file.seals.includes('write'), file.map().get(0)]).toEqual([true, 1]);
    });

    it("'write' with mappings that cannot write: fine", () => {
      const file = create(10);
      const arrays = [file.map(uint8, { access: 'read' }), file.map(uint8, { access: 'copy-on-write' })];
      file.seal('write');
      expect(arrays.map((array) => array.length)).toEqual([10, 10]);
    });

    it("'seal': EPERM for the next, even the same", () => {
      const file = create(10, { seals: ['seal'] });
      for (const word of ['shrink', 'seal'] as const) {
        expect(() => file.seal(word)).toThrow("fcntl: it is sealed with 'seal': none can be added");
      }
      expect(codeOf(() => file.seal('grow'))).toBe('EPERM');
    });

    it("'exec': nobody makes it executable", () => {
      const file = create(10, { seals: ['exec'] });
      expect(fstatSync(file.fd).mode & 0o111).toBe(0);
      const tries = `[tell(() => fs.fchmodSync(3, 0o777)), mapFile(3, { access: 'read-write' }).fill(1).length]`;
      expect(answerOf(tries, '', { backend, fd: file.fd })).toEqual(['EPERM fchmod', 10]);
    });
  });

  it('a failed call leaves no descriptor', () => {
    const before = openDescriptors();
    const calls: [() => unknown, string][] = [
      [() => api.createMemoryFile('x'.repeat(250), 1), 'EINVAL'],
      [() => api.createMemoryFile('x', 2 ** 50), 'ENOMEM'],
      [() => api.createMemoryFile('x', -1), 'ERR_OUT_OF_RANGE'],
      [() => api.createMemoryFile('a\0b', 1), 'ERR_INVALID_ARG_VALUE'],
    ];
    for (let round = 0; round < 3; round++) {
      for (const [call, code] of calls) expect(codeOf(call)).toBe(code);
    }
    expect(openDescriptors()).toBe(before);
    expect(calls[0]?.[0]).toThrow('memfd_create: the name has 250 bytes, and may have 249');
    expect(calls[1]?.[0]).toThrow(
      /^ENOMEM: not enough memory, posix_fallocate: \d+ bytes are more than the \d+ that are free/,
    );
  });

  it('EMFILE is told, and leaves no half-made file', () => {
    const body = `(() => {
      createMemoryFile('x', 1).close(); // loads the backend
      const opened = [];
      for (;;) try { opened.push(fs.openSync('/dev/null')); } catch { break; }
      const refused = tell(() => createMemoryFile('x', 1));
      const shared = tell(() => openSharedMemory(given, uint8, 1, { create: true }));
      fs.closeSync(opened.pop());
      const before = createMemoryFile('x', 1).close();
      return [refused, shared, before, tell(() => unlinkSharedMemory(given))];
    })()`;
    const limited = { backend, before: 'ulimit -n 64' };
    const expected = ['EMFILE memfd_create', 'EMFILE shm_open', true, false];
    expect(answerOf(body, `carray-test-${process.pid}-none`, limited)).toEqual(expected);
  });

  it('huge pages: whole ones, or an error that names the pool', () => {
    const made = () => create(1, { hugePages: '2MB', seals: ['shrink'] });
    const code = codeOf(made);
    if (code === undefined) {
      const file = made();
      expect([file.byteLength, fstatSync(file.fd).size]).toEqual([2 ** 21, 2 ** 21]);
      const array = file.map(uint32);
      expect([array.fill(1).length, array.mapping?.canFault, munmap(array)]).toEqual([2 ** 19, true, true]);
    } else {
      expect(code).toBe('ENOSPC');
      expect(made).toThrow('vm.nr_hugepages, /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages');
    }
  });

  describe('canFault', () => {
    const flags = { shared: MAP_SHARED, private: MAP_PRIVATE };

    it('false where it is sealed against shrinking, by any way of mapping it; true without', () => {
      const [sealed, open] = [create(2 * pageSize, { seals: ['shrink'] }), create(2 * pageSize)];
      const ways = [
        (file: MemoryFile) => file.map(),
        (file: MemoryFile) => mapFile(file.fd),
        (file: MemoryFile) => mapFile(file.fd, { access: 'copy-on-write' }),
        (file: MemoryFile) => mmap(uint8, 10, PROT_READ, flags.shared, file),
        (file: MemoryFile) => mmap(uint8, pageSize, PROT_READ | PROT_WRITE, flags.private, file, pageSize),
      ];
      const answers = ways.map((way) => [sealed, open].map((file) => way(file).mapping?.canFault));
      expect(answers).toEqual(ways.map(() => [false, true]));
    });

    it('true past the end, to the byte; its last page is whole', () => {
      const file = create(pageSize + 1, { seals: ['shrink'] });
      const faults = (length: number, offset: number) =>
        mmap(uint8, length, PROT_READ, MAP_SHARED, file, offset).mapping?.canFault;
      expect([faults(2 * pageSize, 0), faults(2 * pageSize + 1, 0)]).toEqual([false, true]);
      expect([faults(pageSize, pageSize), faults(pageSize + 1, pageSize), faults(1, 2 * pageSize)]).toEqual([
        false,
        true,
        true,
      ]);
    });

    it('of other memory: false for anonymous, true for files and devices', () => {
      const { mapAnonymous } = api;
      const zero = mmap(uint8, 1, PROT_READ, MAP_PRIVATE, '/dev/zero');
      const arrays = [
        mapAnonymous(uint8, 1),
        mapAnonymous(uint8, 1, { shared: true }),
        mapFile(process.execPath),
        zero,
      ];
      expect(arrays.map((array) => array.mapping?.canFault)).toEqual([false, false, true, true]);
      for (const array of arrays) munmap(array);
    });

    it('false: what others try fails, there is no guard, and accesses are those of memory of our own', () => {
      const body = `(() => {
        // The handler for SIGBUS, as a bit of SigCgt. Bun has one of its own.
        const busOf = () => (BigInt('0x' + /SigCgt:\\s*(\\w+)/.exec(fs.readFileSync('/proc/self/status', 'latin1'))[1]) >> 6n) & 1n;
        const before = busOf();
        const file = createMemoryFile('sealed', 2 * pageSize, { seals: ['shrink'] });
        const array = file.map(uint32).fill(7);
        const other = require('node:child_process').spawnSync('truncate', ['-s', '0', '/proc/self/fd/3'],
          { stdio: ['ignore', 'ignore', 'ignore', file.fd] });
        const { status } = other;
        return { status, all: array.toArray().every((each) => each === 7), faults: array.mapping.faults, bus: busOf() === before };
      })()`;
      expect(answerOf(body, '', { backend })).toEqual({ status: 1, all: true, faults: [], bus: true });
    });

    it('false: a hole that somebody punches into it reads as zeros, and takes stores', () => {
      const file = create(2 * pageSize, { seals: ['shrink'] });
      const array = file.map().fill(7);
      const punch = ['--punch-hole', '-o', '0', '-l', `${pageSize}`, '/proc/self/fd/3'];
      execFileSync('fallocate', punch, { stdio: ['ignore', 'pipe', 'pipe', file.fd] });
      expect([array.get(0), array.get(pageSize - 1), array.get(pageSize)]).toEqual([0, 0, 7]);
      array.set(0, 1);
      expect([array.get(0), array.mapping?.faults]).toEqual([1, []]);
      munmap(array);
    });

    it('goes to other threads with the array', () => {
      const body = `(() => {
        const { attach } = c.withBackend(${JSON.stringify(backend)});
        const file = createMemoryFile('sealed', pageSize, { seals: ['shrink'] });
        return [file.map(), mapFile(process.execPath)].map((array) => attach(array.share()).mapping.canFault);
      })()`;
      expect(answerOf(body, '', { backend })).toEqual([false, true]);
    });
  });
});
