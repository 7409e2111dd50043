// What a user does with a mapped file, from the first byte to the end: in a runtime and with a backend that others choose.
// Arguments: the path of a file that does not exist; in the other process 'partner' behind it.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const carray = createRequire(join(process.cwd(), 'story.cjs'))('carray');
const { configure, float64, mapFile, munmap, pageSize, struct, uint32 } = carray;
const Sample = struct({ time: uint32, value: float64 });
const [path, role] = process.argv.slice(2);

const codeOf = (call) => {
  try {
    return call();
  } catch (error) {
    return error.code;
  }
};

/** Adds to what the other process stored, while that has it mapped. */
function partner() {
  const samples = mapFile(path, { type: Sample, access: 'read-write' });
  const { time, value } = samples.get(1);
  samples.set(2, { time: time + 1, value: value * 2 });
  munmap(samples);
}

function story() {
  // ffi checks single accesses only where it is asked to.
  configure({ faultGuard: 'all' });
  const length = (3 * pageSize) / Sample.size;
  const samples = mapFile(path, { type: Sample, access: 'read-write', create: true, grow: true, length });
  samples.set(1, { time: 7, value: 1.5 });
  const { status, signal, stderr } = spawnSync(process.execPath, [__filename, path, 'partner'], {
    encoding: 'utf8',
  });
  const shared = samples.get(2);
  fs.truncateSync(path, pageSize);
  const cut = [codeOf(() => samples.get(length - 1)), codeOf(() => samples.get(1).time)];
  const faults = samples.mapping.faults.length;
  munmap(samples);
  const { name } = carray.backendInfo();
  const { versions } = process;
  const runtime = ['bun', 'deno'].find((other) => other in versions) ?? 'node';
  return {
    ...{ runtime, major: Number.parseInt(versions[runtime], 10), backend: name },
    ...{ partner: [status, signal, stderr], shared, cut, faults },
    ...{ unmapped: codeOf(() => samples.get(1)), length: fs.statSync(path).size / pageSize },
  };
}

if (role === 'partner') partner();
else console.log(JSON.stringify(story()));
