// Which platform a binary is for, by its own first bytes: that of an artifact that got into the wrong folder would load nowhere.
import { readFileSync } from 'node:fs';

const HEADER_BYTES = 20;
const ELF = 0x7f454c46;
const ELF_MACHINE = 18; // byte offset of e_machine, elf(5)
const MACH_O_64 = 0xfeedfacf;
const MACH_O_CPU = 4; // byte offset of cputype, <mach-o/loader.h>
const elfMachines = new Map([
  [62, 'linux-x64'],
  [183, 'linux-arm64'],
  [40, 'linux-arm'],
  [243, 'linux-riscv64'],
]);
const machCpus = new Map([
  [0x01000007, 'darwin-x64'],
  [0x0100000c, 'darwin-arm64'],
]);

/** @returns 'linux-x64-musl', as the packages of binaries are named; undefined for anything else. */
export function platformOfBinary(path) {
  const bytes = readFileSync(path);
  if (bytes.length < HEADER_BYTES) return undefined;
  if (bytes.readUInt32LE(0) === MACH_O_64) return machCpus.get(bytes.readUInt32LE(MACH_O_CPU));
  if (bytes.readUInt32BE(0) !== ELF) return undefined;
  const platform = elfMachines.get(bytes.readUInt16LE(ELF_MACHINE));
  // The name of the library that it is linked to.
  return platform !== undefined && bytes.includes('libc.musl-') ? `${platform}-musl` : platform;
}
