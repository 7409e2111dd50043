// start SUBJECT: nanoseconds of a whole process that maps a file of a page, reads a byte, and ends.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sparseFile } from '../files.mjs';

const [, , name, ...rest] = process.argv;
const folder = rest.pop();
const program = fileURLToPath(new URL('./start-child.mjs', import.meta.url));
const command = [...process.execArgv, program, name, sparseFile(folder, 4096)];
const times = [];
for (let round = 0; round < 5; round++) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  times.push(Number(process.hrtime.bigint() - start));
  if (status !== 0) throw new Error(stderr.trim().split('\n').at(-1));
}
console.log(times.sort((a, b) => a - b)[2]);
