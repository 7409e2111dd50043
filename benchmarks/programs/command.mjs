// Wall time of a command, its output thrown away; `+` between commands adds their times. FILE is a file of so many random bytes, in memory.
//
//   command.mjs BYTES COMMAND... FOLDER
import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const [bytes, ...rest] = process.argv.slice(2);
const folder = rest.pop();
const file = join(folder, `random-${bytes}.bin`);
const CHUNK = 2 ** 24;

function make() {
  const fd = openSync(file, 'w');
  const chunk = new Uint8Array(Math.min(CHUNK, Number(bytes)));
  for (let left = Number(bytes); left > 0; left -= chunk.length) {
    writeSync(fd, randomFillSync(chunk), 0, Math.min(left, chunk.length));
  }
  closeSync(fd);
}

if (!existsSync(file)) make();
readFileSync(file).length; // in the page cache, as for the others
const commands = [[]];
for (const word of rest) {
  if (word === '+') commands.push([]);
  else commands.at(-1).push(word === 'FILE' ? file : word);
}
let nanoseconds = 0n;
for (const [command, ...args] of commands) {
  const begun = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(command, args, {
    stdio: ['ignore', openSync('/dev/null', 'w'), 'pipe'],
  });
  nanoseconds += process.hrtime.bigint() - begun;
  if (status === 0) continue;
  console.error(error?.code === 'ENOENT' ? `error: ${command} is not installed` : `error: ${stderr}`);
  process.exit(1);
}
console.log(String(nanoseconds));
