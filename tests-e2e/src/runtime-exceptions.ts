/** Tests that a runtime cannot pass, by what they are named, and why. Nothing is left out elsewhere. */
interface Exception {
  /** The file, without folder and end. */
  readonly file: string;
  /** A part of the names of the tests; all of the file where it is missing. */
  readonly test?: RegExp;
  readonly reason: string;
}

const bun: readonly Exception[] = [
  {
    ...{ file: 'faults-signals', test: /'SIGBUS', '(after|removed|once)'/ },
    reason:
      "Bun installs its handler after the event 'newListener', and removes it without an event: ours is back in the next turn (docs/safety.md)",
  },
  {
    ...{ file: 'faults-calls', test: /inspect and console\.log never throw/ },
    reason: 'console.table of a row that has objects throws inside Bun: new Console(out).table([{ a: {} }])',
  },
  {
    ...{ file: 'shared-buffers', test: /as long as the file/ },
    reason: 'an ArrayBuffer of Bun has 4 GiB at most',
  },
  {
    ...{ file: 'sources-refused', test: /an empty path as a Buffer/ },
    reason: 'node:fs of Bun refuses an empty Buffer by itself, with ERR_INVALID_ARG_TYPE in place of ENOENT',
  },
  {
    ...{ file: 'sync-lock', test: /where \/proc may not be read/ },
    reason: 'Bun has no permissions (--permission)',
  },
];

const ownDescriptors =
  "node:fs of Deno knows the descriptors that it has opened itself: the test's own fstat, ftruncate, write or close of another is EBADF";

const deno: readonly Exception[] = [
  {
    file: 'soak',
    reason:
      'its threads pass tokens on a BroadcastChannel, and receiveMessageOnPort of Deno takes a MessagePort alone',
  },
  {
    ...{ file: 'backend-users', test: /is for those whom its permissions let/ },
    reason: ownDescriptors,
  },
  {
    ...{
      file: 'memory-file',
      test: /^.* its bytes > (are zeros|of which there are none|closed by somebody else)/,
    },
    reason: ownDescriptors,
  },
  {
    ...{ file: 'memory-file', test: /its seals > '(shrink|write|future-write|exec)'/ },
    reason: ownDescriptors,
  },
  { ...{ file: 'posix-errno', test: /EPERM: writing to a memory file/ }, reason: ownDescriptors },
  { ...{ file: 'sources-refused', test: /both ends of a pipe/ }, reason: ownDescriptors },
  { ...{ file: 'transfer-faults', test: /to pipes and sockets/ }, reason: ownDescriptors },
  { ...{ file: 'transfer-pipes', test: /^sockets that do not block/ }, reason: ownDescriptors },
  {
    ...{ file: 'sources-refused', test: /a connected socket of a network/ },
    reason: 'a socket of node:net in Deno does not tell its descriptor',
  },
  {
    ...{ file: 'posix-errno-sources', test: /ENODEV: a socket/ },
    reason:
      'Deno has files of its own in the places of the descriptors 0, 1 and 2, where the test has put a socket',
  },
  {
    ...{ file: 'posix-files', test: /M16: a store, then msync/ },
    reason: 'ctimeMs and ctimeNs of Deno are whole seconds, so that a change within one cannot be seen',
  },
  {
    ...{ file: 'posix-open-modes', test: /undefined, 'read-write', 'shared': 'EACCES'/ },
    reason: 'Deno opens with O_RDWR what is asked for with O_RDONLY | O_APPEND',
  },
  {
    ...{ file: 'posix-users', test: /more address space than RLIMIT_AS/ },
    reason:
      'Deno cannot start with so little address space: V8 there sets more aside (Oilpan: CagedHeap reservation)',
  },
  {
    ...{ file: 'examples-geo-table', test: /serves it from all workers/ },
    reason: 'a connection that the cluster of Deno hands to a worker is now and then never read there',
  },
  {
    ...{ file: 'examples-word-count', test: /\(native\).*made shorter meanwhile/ },
    reason: 'an error that a worker of Deno ends with has lost its code when it gets to the main thread',
  },
  {
    ...{ file: 'faults-signals', test: /'SIGBUS', 'earlier'/ },
    reason:
      'Deno installs the handler of a listener in a later turn, in front of ours, which survives the fault all the same: the listener hears of it, too',
  },
  {
    ...{ file: 'faults-signals', test: /SIGBUS.? from outside/ },
    reason:
      'the handler that Rust has in Deno swallows the first SIGBUS from outside, and puts the default in the place of all handlers (docs/safety.md)',
  },
  {
    ...{ file: 'faults-signals', test: /SIGSEGV/ },
    reason: "Deno allows no listener for SIGSEGV (Binding to signal 'SIGSEGV' is not allowed)",
  },
  {
    ...{ file: 'sync-lock', test: /where \/proc may not be read/ },
    reason: 'Deno has other permissions than Node: no --permission',
  },
];

const exceptions = 'bun' in process.versions ? bun : 'deno' in process.versions ? deno : [];

/** Why this runtime leaves a test out; undefined for one that it is to pass. */
export function exceptionFor(path: string, name: string): string | undefined {
  const found = exceptions.find(
    ({ file, test }) => path.endsWith(`/${file}.test.ts`) && (test === undefined || test.test(name)),
  );
  return found?.reason;
}
