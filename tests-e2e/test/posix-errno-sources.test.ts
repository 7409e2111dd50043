import { execFileSync } from 'node:child_process';
import { closeSync, constants as fs, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codeOf, openDescriptors, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { MAP_PRIVATE, PROT_READ, uint8 } = carray;

onBothBackends('sources that cannot be mapped', ({ mapFile, mmap, munmap }, backend) => {
  const mapping = (...args: Parameters<typeof mmap>) => codeOf(() => munmap(mmap(...args)));

  it('ENODEV: a directory, a FIFO by path and by descriptor, a device, a file that only looks like one', () => {
    const directory = temporaryDirectory();
    const fifo = join(directory, 'fifo');
    execFileSync('/usr/bin/mkfifo', [fifo]);
    const before = openDescriptors();
    for (const path of [directory, fifo, '/dev/null', '/proc/self/status']) {
      expect(mapping(uint8, 1, PROT_READ, MAP_PRIVATE, path), path).toBe('ENODEV');
      expect(
        codeOf(() => mapFile(path, { length: 1, allowPastEnd: true })),
        path,
      ).toBe('ENODEV');
      const fd = openSync(path, fs.O_RDONLY | fs.O_NONBLOCK);
      expect(mapping(uint8, 1, PROT_READ, MAP_PRIVATE, fd), path).toBe('ENODEV');
      closeSync(fd);
    }
    expect(openDescriptors()).toBe(before);
    expect(mapping(uint8, 1, PROT_READ, MAP_PRIVATE, '/dev/zero')).toBe(undefined);
  });

  it('ENODEV: a socket; by its path ENXIO, from open(2)', async () => {
    // What Node.js gives a child as its standard output is a socket.
    const program = `
      const { mmap, uint8, PROT_READ, MAP_PRIVATE } = require('carray');
      const socket = [0, 1, 2].find((fd) => require('node:fs').fstatSync(fd).isSocket());
      try { mmap(uint8, 1, PROT_READ, MAP_PRIVATE, socket); } catch (error) { console.log(error.code); }`;
    expect(runProgram(program, { backend })).toMatchObject({ status: 0, stdout: 'ENODEV\n' });
    const path = join(temporaryDirectory(), 'socket');
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(path, resolve);
    });
    expect(mapping(uint8, 1, PROT_READ, MAP_PRIVATE, path)).toBe('ENXIO');
    server.close();
  });
});
