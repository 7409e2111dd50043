// What the programs of this folder share. Each runs one case: `run({ case(given) { ... } })`, and tells what it saw in rows.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { isMainThread, threadId } = require('node:worker_threads');

/** As a file of the user's would: the packed and installed package. */
const carray = createRequire(path.join(process.cwd(), 'user.js'))('carray');
const PAGE = carray.pageSize;

let made = 0;

/** A path in the folder that is there for this program. */
const newPath = () => path.join(os.tmpdir(), `${process.pid}-${threadId}-${++made}.bin`);

/**
 * Bytes of which no page is like another. None is 0, as those of a page that is gone seem to be, and all are ASCII: text, and no
 * NaN among float64.
 */
function contentOf(byteLength) {
  const bytes = Buffer.allocUnsafe(byteLength);
  for (let index = 0; index < byteLength; index++) bytes[index] = 1 + ((index * 31 + (index >> 9) * 7) % 127);
  return bytes;
}

function newFile(pages, content = contentOf(pages * PAGE)) {
  const file = newPath();
  fs.writeFileSync(file, content);
  return file;
}

/** Runs a command in another process, which must succeed. */
function other(command, ...args) {
  const { status, signal, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`${command} ended with ${status ?? signal}: ${stderr}`);
}

/** Another process makes files shorter or longer. */
const truncate = (byteLength, ...files) => other('truncate', '-s', String(byteLength), ...files);

/** Another process writes the bytes into the file that is there. */
function refill(file, content) {
  const source = newPath();
  fs.writeFileSync(source, content);
  other('dd', `if=${source}`, `of=${file}`, 'conv=notrunc', 'status=none', 'bs=1M');
}

/** `kind byteOffset index` of the ERR_MAPPING_FAULT that a call throws, else the code, or what it returns. */
function outcome(call, file) {
  try {
    return { returned: call() };
  } catch (error) {
    return told(error, file);
  }
}

/** The same of an error. With the path of the file, and the byte of it that the mapping starts at, it must be told in full. */
function told(error, file, fileOffset = 0) {
  if (error?.code !== 'ERR_MAPPING_FAULT') return error?.code ?? String(error?.stack ?? error);
  const { kind, byteOffset, index, message } = error;
  const isWhole =
    error instanceof TypeError &&
    (file === undefined ||
      (error.path === file &&
        message.includes(`byte ${fileOffset + byteOffset} of '${file}'`) &&
        (index === undefined || message.includes(`element ${index}, `))));
  return isWhole ? `${kind} ${byteOffset} ${index ?? '-'}` : { ...error, message };
}

/** Tells one thing that was seen, at once: what comes next may end the process. */
function row(name, value) {
  fs.writeSync(1, `${JSON.stringify([name, value ?? null])}\n`);
}

/** A function that nothing else has called: what the engine learns of it, it learns here. */
const fresh = (...text) => new Function(...text);

const faultsOf = ({ faults }) => faults.map((fault) => [fault.kind, fault.byteOffset, fault.byteLength]);

/** Runs the case that the command line names. */
async function run(cases) {
  if (!isMainThread) return;
  const given = JSON.parse(process.argv.at(-1));
  const one = cases[given.name];
  if (one === undefined) throw new Error(`There is no case ${given.name}`);
  await one(given);
}

/** Has the engine compile a function that it knows already, and calls it. */
function optimize(use, call) {
  if (globalThis.Bun !== undefined) require('bun:jsc').optimizeNextInvocation(use);
  else {
    fresh('use', '%PrepareFunctionForOptimization(use)')(use);
    call();
    fresh('use', '%OptimizeFunctionOnNextCall(use)')(use);
  }
  call();
}

module.exports = {
  PAGE,
  carray,
  contentOf,
  faultsOf,
  fresh,
  newFile,
  newPath,
  optimize,
  other,
  outcome,
  refill,
  row,
  run,
  told,
  truncate,
};
