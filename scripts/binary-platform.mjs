// Which platform a binary is for, by its own first bytes: that of an artifact that got into the wrong folder would load nowhere.
import { readFileSync } from 'node:fs';
import { elfMachineOf, elfMachines, isFor } from '../packages/native/scripts/elf-machines.mjs';

const HEADER_BYTES = 20;
const MACH_O_64 = 0xfeedfacf;
const MACH_O_CPU = 4; // byte offset of cputype, <mach-o/loader.h>
const machCpus = new Map([
  [0x01000007, 'darwin-x64'],
  [0x0100000c, 'darwin-arm64'],
]);

/** @returns 'linux-x64-musl', as the packages of binaries are named; undefined for anything else. */
export function platformOfBinary(path) {
  const bytes = readFileSync(path);
  if (bytes.length < HEADER_BYTES) return undefined;
  if (bytes.readUInt32LE(0) === MACH_O_64) return machCpus.get(bytes.readUInt32LE(MACH_O_CPU));
  const found = elfMachineOf(bytes);
  if (found === undefined) return undefined;
  const processor = Object.keys(elfMachines).find((name) => isFor(found, elfMachines[name]));
  if (processor === undefined) return undefined;
  // The name of the library that it is linked to.
  return bytes.includes('libc.musl-') ? `linux-${processor}-musl` : `linux-${processor}`;
}
