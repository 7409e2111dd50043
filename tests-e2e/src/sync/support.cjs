// What the programs of this folder have in common: the packed library, and processes beside this one.
const { fork } = require('node:child_process');
const { isMainThread } = require('node:worker_threads');
const support = require('../support.cjs');
const carray = support.load();
const sync = support.packed('carray/sync');

/** Another process that runs a job of the program. Its end is its status, or the signal that ended it. */
function startProcess(filename, job, ...args) {
  const child = fork(filename, [job, ...args.map(String)], { execArgv: [] });
  const ended = new Promise((resolve) => child.once('exit', (status, signal) => resolve(signal ?? status)));
  return { child, ended };
}

/** The file as shared numbers. */
const numbers = (file, type = carray.int32) => carray.mapFile(file, { access: 'read-write', type });

const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Until it is so: what is waited for comes from others. Who waits for ever is ended by the test. */
async function until(isSo) {
  while (!isSo()) await sleep(1);
}

/** As `run`, and the job that `startProcess` wants, in another process. */
function runAll(cases, jobs) {
  const [name, ...args] = process.argv.slice(2);
  if (isMainThread && Object.hasOwn(jobs, name)) jobs[name](...args);
  else support.run(cases, jobs);
}

module.exports = { ...support, carray, ...sync, startProcess, numbers, sleep, until, runAll };
