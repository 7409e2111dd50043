// fork(2), in a process that is started for it with `--single-threaded --v8-pool-size=0`: threads of V8 are not
// there in the child, and whoever waits for one waits for ever. The child stays synchronous for the same reason.
const { writeSync } = require('node:fs');
const { constants } = require('node:os');
const { inspect } = require('node:util');
const libc = require('./libc.cjs');
const { makeForkable, rangesBetween } = require('./memory.cjs');

const WNOHANG = 1;
const RLIMIT_CORE = 4;
/** The status of a child that threw. */
const EX_SOFTWARE = 70;
const patience = 10_000;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Runs the body and leaves, past everything the parent has set up for its own exit. `process.pid` is still the
 * parent's here: Node.js asks once.
 */
function beChild(body) {
  libc.alarm((2 * patience) / 1000); // the watchdog's watchdog: the parent may die first
  libc.setrlimit(RLIMIT_CORE, new BigUint64Array(2)); // some die on purpose
  let status = EX_SOFTWARE;
  try {
    const answer = body();
    if (!Number.isInteger(answer)) throw new TypeError(`a status is needed, not ${inspect(answer)}`);
    status = answer;
  } catch (error) {
    writeSync(2, `In the child: ${inspect(error)}\n`);
  }
  libc.exit(status);
}

/**
 * Forks. The child runs the body, and exits with the status that it returns.
 *
 * @param except mappings whose MADV_DONTFORK is kept; all other memory is in the child.
 * @returns the child's pid, in the parent alone.
 */
function fork(body, except = []) {
  const ranges = rangesBetween(except);
  makeForkable(ranges);
  const pid = libc.fork();
  if (pid === 0) beChild(body);
  if (pid < 0) throw new Error('fork failed');
  return pid;
}

/** How a process ended, of the number that waitpid(2) stores. */
function decode(number) {
  const signal = number & 0x7f;
  if (signal === 0) return { status: (number >> 8) & 0xff, signal: null };
  const [name] = Object.entries(constants.signals).find(([, value]) => value === signal) ?? [`${signal}`];
  return { status: null, signal: name };
}

/** Waits for a child's end. One that is not done in time, in milliseconds, is killed and reported. */
function wait(pid, time = patience) {
  const number = new Int32Array(1);
  const deadline = performance.now() + time;
  while (libc.checked('waitpid', libc.waitpid(pid, number, WNOHANG)) === 0) {
    if (performance.now() > deadline) {
      process.kill(pid, 'SIGKILL');
      libc.checked('waitpid', libc.waitpid(pid, number, 0));
      throw new Error(`The child hung: killed after ${time} ms`);
    }
    Atomics.wait(sleeper, 0, 0, 1);
  }
  return decode(number[0]);
}

/** A pipe for single characters, one way. Each side lets go of the other's end: a dead sender ends `receive`. */
function pipe() {
  const fds = new Int32Array(2);
  libc.checked('pipe', libc.pipe(fds));
  const open = new Map([
    ['read', fds[0]],
    ['write', fds[1]],
  ]);
  const letGo = (end) => {
    if (open.has(end)) libc.checked('close', libc.close(open.get(end)));
    open.delete(end);
  };
  const send = (character) => {
    letGo('read');
    const written = libc.write(open.get('write'), Buffer.from(character), 1);
    // Nobody receives any more: how that process ended says why.
    if (written !== -constants.errno.EPIPE) libc.checked('write', written);
  };
  const receive = () => {
    letGo('write');
    const byte = Buffer.alloc(1);
    return byte.toString('latin1', 0, libc.checked('read', Number(libc.read(open.get('read'), byte, 1))));
  };
  const close = () => ['read', 'write'].forEach(letGo);
  return { send, receive, close };
}

module.exports = { fork, pipe, wait };
