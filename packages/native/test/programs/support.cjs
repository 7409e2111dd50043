// What the programs of the fault tests have in common. Each is run as a process of its own: node program.cjs case.
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { isMainThread, workerData } = require('node:worker_threads');

const NONE = 0;
const READ = 1;
const READ_WRITE = 3;
const SHARED = 1;
const PRIVATE = 2;
const ANONYMOUS = 0x20;

let loaded;
/** The built backend, loaded at the first call only. */
const native = () => {
  loaded ??= require('../../dist/index.js').loadBackend();
  return loaded;
};
const raw = () => require(process.env.RAW_ADDON);
const PAGE = Number(process.env.PAGE_BYTES);

const byteAt = (index) => (index * 7 + 1) & 255;

/** A file of whole pages, each byte by its place unless `fill` says which. */
function makeFile(pages, fill) {
  const name = path.join(process.env.TEST_FOLDER, `${process.pid}-${Math.random().toString(36).slice(2)}`);
  const bytes = Buffer.alloc(pages * PAGE, fill ?? 0);
  if (fill === undefined) for (let i = 0; i < bytes.length; i++) bytes[i] = byteAt(i);
  fs.writeFileSync(name, bytes);
  return name;
}

/** A guarded mapping of a file (or none: of anonymous memory), with its bytes and its counter. */
function map(
  file,
  pages,
  { protection = READ_WRITE, flags = SHARED, guard = true, unreadable = false } = {},
) {
  const backend = native();
  const stores = flags === SHARED && (protection & 2) !== 0;
  const fd = file === undefined ? -1 : fs.openSync(file, stores ? 'r+' : 'r');
  const region = backend.map(0, pages * PAGE, protection, fd < 0 ? flags | ANONYMOUS : flags, fd, 0);
  if (fd >= 0) fs.closeSync(fd);
  assert(region > 0, `map: ${region}`);
  const counter = guard ? backend.guard(region, unreadable) : undefined;
  if (guard) assert(counter instanceof Uint32Array, `guard: ${counter}`);
  const buffer = backend.buffer(region, 0, pages * PAGE);
  return { region, buffer, bytes: new Uint8Array(buffer), faults: () => counter[0] };
}

/** A mapping that the library knows nothing of. */
function mapOutside(file, pages, protection = READ_WRITE) {
  const fd = fs.openSync(file, protection === READ ? 'r' : 'r+');
  return new Uint8Array(raw().wrap(raw().mapFd(fd, pages * PAGE, protection, SHARED), pages * PAGE));
}

/** By another process. */
const truncate = (file, bytes) => execFileSync('truncate', ['-s', String(bytes), file]);

/** The last word before the access that is to end the process: it shows that all went well up to there. */
const reached = () => fs.writeSync(1, 'reached\n');

const sum = (bytes) => {
  let total = 0;
  for (let i = 0; i < bytes.length; i++) total += bytes[i];
  return total;
};
const store = (bytes) => {
  for (let i = 0; i < bytes.length; i++) bytes[i] = i + 1;
};
/** The loop is compiled, for ordinary memory, before it meets a mapping. */
const compile = (loop) => {
  for (let i = 0; i < 300; i++) loop(new Uint8Array(8 * PAGE));
};

const loadingModule = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1],
  ...[7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 32, 0, 40, 2, 0, 11],
];
/** So many loads past the end of a WebAssembly memory. @returns how many came out as exceptions. */
function trapInWebAssembly(count) {
  const module = new WebAssembly.Module(new Uint8Array(loadingModule));
  const load = new WebAssembly.Instance(module).exports.f;
  let traps = 0;
  for (let i = 0; i < count; i++) {
    try {
      load(0x10000 + i * 64);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) traps++;
    }
  }
  return traps;
}

/** How many areas the process has. */
const areas = () => fs.readFileSync('/proc/self/maps', 'utf8').split('\n').length;

/** Runs the case that the command line, or the maker of the worker, names. */
async function run(cases) {
  const name = isMainThread ? process.argv[2] : workerData.name;
  await cases[name]();
  if (isMainThread) reached();
}

module.exports = {
  ...{ NONE, READ, READ_WRITE, SHARED, PRIVATE, ANONYMOUS, PAGE, errno: os.constants.errno },
  ...{ native, raw, byteAt, makeFile, map, mapOutside, truncate, reached, sum, store, compile },
  ...{ trapInWebAssembly, areas, run },
};
