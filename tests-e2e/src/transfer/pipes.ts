/**
 * Names for programs that use pipes. `socketPair` has two sockets that do not block, `fifo()` a new named pipe;
 * `ends` opens one, neither end blocking. `start` runs JavaScript in another process, `ended` awaits its end.
 */
export const pipes = `
const { spawn, execFileSync } = require('node:child_process');
const { once } = require('node:events');
const { O_RDONLY, O_WRONLY, O_NONBLOCK } = fs.constants;

const folder = fs.mkdtempSync(require('node:path').join(require('node:os').tmpdir(), 'carray-pipes-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
let made = 0;
const newPath = () => folder + '/' + ++made;

const fifo = () => {
  const path = newPath();
  execFileSync('/usr/bin/mkfifo', [path]);
  return path;
};
const ends = () => {
  const path = fifo();
  const reader = fs.openSync(path, O_RDONLY | O_NONBLOCK); // first: a writer is refused where nobody reads
  return { reader, writer: fs.openSync(path, O_WRONLY | O_NONBLOCK) };
};

const socketPair = () => {
  const [AF_UNIX, SOCK_STREAM, SOCK_NONBLOCK] = [1, 1, 0o4000];
  const call = require('koffi').load(null).func('int socketpair(int domain, int type, int protocol, void *fds)');
  const fds = new Int32Array(2);
  if (call(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) !== 0) throw new Error('no sockets');
  return { reader: fds[0], writer: fds[1] };
};

const helpers = \`
  const fs = require('node:fs');
  const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  const [path, other] = process.argv.slice(-2);\`;
const start = (source, path, other = '') =>
  spawn(process.execPath, ['-e', helpers + source, '--', path, other], { stdio: 'inherit' });
const ended = async (child) => {
  const [status, signal] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode, null];
  if (status !== 0) throw new Error('The other process ended with ' + (status ?? signal));
};

/** Random bytes in memory of the library. */
const filled = (byteLength) => {
  const content = require('node:crypto').randomBytes(byteLength);
  const array = carray.mapAnonymous(carray.uint8, byteLength);
  array.bytes.set(content);
  return { array, content };
};
/** Reads until there is nothing for now. */
const drain = (fd) => {
  const parts = [];
  for (;;) {
    const part = Buffer.alloc(65536);
    const size = outcome(() => fs.readSync(fd, part));
    if (size === 0 || size === 'EAGAIN') return Buffer.concat(parts);
    if (typeof size !== 'number') throw new Error('It cannot be read: ' + size);
    parts.push(part.subarray(0, size));
  }
};
`;
