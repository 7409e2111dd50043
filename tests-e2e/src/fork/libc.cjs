// The calls of the C library that Node.js has no function for. Plain JavaScript: programs load it as it is.
const koffi = require('koffi');
const { constants } = require('node:os');
const { getSystemErrorName } = require('node:util');

const library = koffi.load(null);

/** A call that answers its result, or the negated errno, which the next call may change. */
function declare(declaration) {
  const call = library.func(declaration);
  return (...args) => {
    const result = call(...args);
    return result === -1 ? -koffi.errno() : result;
  };
}

/** Throws what a call above says went wrong. */
function checked(syscall, result) {
  if (result < 0) throw new Error(`${syscall}: ${getSystemErrorName(result)}`);
  return result;
}

module.exports = {
  checked,
  errno: constants.errno,
  fork: library.func('int fork()'),
  exit: library.func('void _exit(int status)'),
  alarm: library.func('unsigned int alarm(unsigned int seconds)'),
  waitpid: declare('int waitpid(int pid, void *status, int options)'),
  pipe: declare('int pipe(void *fds)'),
  // node:fs of Deno knows no descriptors but its own.
  close: declare('int close(int fd)'),
  read: declare('intptr_t read(int fd, void *bytes, size_t length)'),
  write: declare('intptr_t write(int fd, void *bytes, size_t length)'),
  madvise: declare('int madvise(intptr_t address, size_t length, int advice)'),
  setrlimit: declare('int setrlimit(int resource, void *limit)'),
};
