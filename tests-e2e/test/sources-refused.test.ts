import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer, type ListenOptions, type Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { codeOf, fileOf, openDescriptors, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE, uint8 } = carray;
const { pipe } = createRequire(import.meta.url)('../src/fork/libc.cjs') as { pipe(fds: Int32Array): number };

function descriptorOf(socket: Socket): number {
  const handle = '_handle' in socket ? socket._handle : undefined;
  if (typeof handle === 'object' && handle !== null && 'fd' in handle && typeof handle.fd === 'number')
    return handle.fd;
  throw new Error('the socket has no descriptor');
}

onBothBackends('sources that cannot be mapped', ({ mapFile, mmap, pageSize }, backend) => {
  /** The codes of every way to map a source; descriptors must be as before. */
  function codesOf(source: unknown): (string | undefined)[] {
    const before = openDescriptors();
    const map = (prot: number, flags: number) =>
      codeOf(() => Reflect.apply(mmap, undefined, [uint8, pageSize, prot, flags, source]));
    const file = (options: object) => codeOf(() => Reflect.apply(mapFile, undefined, [source, options]));
    const codes = [
      map(PROT_READ, MAP_PRIVATE),
      map(PROT_READ | PROT_WRITE, MAP_SHARED),
      file({}),
      file({ access: 'read-write', length: 1 }),
      file({ access: 'copy-on-write', length: 1, allowPastEnd: true }),
    ];
    expect(openDescriptors()).toBe(before);
    return codes;
  }
  const all = (code: string) => Array(5).fill(code);

  it.each<[string, unknown, string]>([
    ['a missing file', '/nowhere/at/all', 'ENOENT'],
    ['an empty path', '', 'ENOENT'],
    ['an empty path as a Buffer', Buffer.of(), 'ENOENT'],
    ['a path with NUL', 'a\0b', 'ERR_INVALID_ARG_VALUE'],
    ['a Buffer path with NUL', Buffer.from('a\0b'), 'ERR_INVALID_ARG_VALUE'],
    ['a path through a file', `${process.execPath}/x`, 'ENOTDIR'],
    ['a name that is too long', `/${'x'.repeat(5000)}`, 'ENAMETOOLONG'],
    ['a URL of the web', new URL('http://example.com/'), 'ERR_INVALID_ARG_VALUE'],
    ['a URL of a missing file', pathToFileURL('/nowhere/at/all'), 'ENOENT'],
    ['a descriptor that is not open', 99_999, 'EBADF'],
    ['an object with a descriptor that is not open', { fd: 99_999 }, 'EBADF'],
    ['a descriptor -1', -1, 'ERR_OUT_OF_RANGE'],
    ['an object without descriptor', {}, 'ERR_INVALID_ARG_TYPE'],
    ['a descriptor that is text', { fd: '3' }, 'ERR_INVALID_ARG_VALUE'],
    ['a boolean', true, 'ERR_INVALID_ARG_TYPE'],
    ['a bigint', 3n, 'ERR_INVALID_ARG_TYPE'],
    ['a Uint8Array', Uint8Array.of(47), 'ERR_INVALID_ARG_TYPE'],
  ])('%s', (_what, source, code) => {
    expect(codesOf(source)).toEqual(all(code));
  });

  it('a directory, by path and by descriptor', () => {
    const directory = temporaryDirectory();
    expect(codesOf(directory)).toEqual(['ENODEV', 'EISDIR', 'ENODEV', 'EISDIR', 'ENODEV']);
    const fd = openSync(directory, 'r');
    const [reading, , file] = codesOf(fd);
    expect([reading, file]).toEqual(['ENODEV', 'ENODEV']);
    closeSync(fd);
  });

  it('/dev/null', () => {
    expect(codeOf(() => mapFile('/dev/null', { length: 1 }))).toBe('ENODEV');
    expect(codeOf(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, '/dev/null'))).toBe('ENODEV');
  });

  it('both ends of a pipe', () => {
    const ends = new Int32Array(2);
    expect(pipe(ends)).toBe(0);
    const [read = -1, write = -1] = ends;
    expect(codesOf(read)[0]).toBe('ENODEV');
    expect(codesOf(read)[2]).toBe('ENODEV');
    for (const code of [...codesOf(read), ...codesOf(write)]) expect(code).toMatch(/^(ENODEV|EACCES)$/);
    closeSync(read);
    closeSync(write);
  });

  it.each<[string, () => ListenOptions]>([
    ['of a network', () => ({ port: 0, host: '127.0.0.1' })],
    ['of this system', () => ({ path: join(temporaryDirectory(), 'socket') })],
  ])('a connected socket %s', async (_kind, place) => {
    const server = createServer().listen(place());
    await once(server, 'listening');
    const address = server.address();
    const socket = typeof address === 'string' ? connect(address) : connect(address?.port ?? 0, '127.0.0.1');
    await once(socket, 'connect');
    expect(codesOf(descriptorOf(socket))).toEqual(all('ENODEV'));
    socket.destroy();
    server.close();
    await once(server, 'close');
  });

  it('a FIFO, without waiting for its other end', () => {
    const fifo = join(temporaryDirectory(), 'fifo');
    execFileSync('/usr/bin/mkfifo', [fifo]);
    const source = `
      const { mmap, mapFile, uint8, PROT_READ, PROT_WRITE, MAP_PRIVATE, MAP_SHARED } = require('carray');
      const codes = [
        () => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, process.argv.at(-1)),
        () => mmap(uint8, 1, PROT_READ | PROT_WRITE, MAP_SHARED, process.argv.at(-1)),
        () => mapFile(process.argv.at(-1)),
        () => mapFile(process.argv.at(-1), { access: 'read-write', length: 1 }),
        () => mapFile(process.argv.at(-1), { access: 'read-write', length: 1, create: true }),
      ].map((map) => { try { map(); } catch (error) { return error.code; } });
      console.log(codes.join());`;
    const { status, stdout } = runProgram(source, { backend, args: [fifo] });
    expect([status, stdout]).toEqual([0, 'ENODEV,ENODEV,ENODEV,ENODEV,ENODEV\n']);
    expect(statSync(fifo).isFIFO()).toBe(true);
  });

  it('leave every file as it was', () => {
    const path = fileOf(Buffer.alloc(100, 7));
    const directory = join(path, '..', 'directory');
    mkdirSync(directory);
    const { size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    const wrong = [
      () => mapFile(path, { access: 'read-write', length: 101 }),
      () => mapFile(path, { access: 'read-write', byteOffset: 101 }),
      () => mmap(uint8, 0, PROT_READ | PROT_WRITE, MAP_SHARED, path),
      () => mmap(uint8, 1, PROT_READ | PROT_WRITE, MAP_SHARED, path, 1),
      () => mmap(uint8, 1, PROT_READ | PROT_WRITE, 0, path),
      () => mapFile(`${path}/`, { access: 'read-write', create: true }),
    ];
    const before = openDescriptors();
    for (const map of wrong) expect(typeof codeOf(map)).toBe('string');
    const after = statSync(path, { bigint: true });
    expect([after.size, after.mtimeNs, after.ctimeNs]).toEqual([size, mtimeNs, ctimeNs]);
    expect([readFileSync(path).every((byte) => byte === 7), openDescriptors()]).toEqual([true, before]);
  });
});
