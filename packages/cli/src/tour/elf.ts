import { type CArray, type uint8, uint16, uint32, uint64 } from 'carray';
import { hex } from '../text.js';
import { isLowFirst } from '../values/byte-order.js';

const HEADER_BYTES = 64;
const MAGIC = [0x7f, 0x45, 0x4c, 0x46]; // DEL E L F
const CLASS = 4;
const BYTE_ORDER = 5;
const KIND = 16;
const ENTRY = 24;

const hostOrder = isLowFirst ? 1 : 2;
const kinds = new Map([
  [1, 'object file'],
  [2, 'executable'],
  [3, 'position-independent executable or library'],
  [4, 'core dump'],
]);
const machines = new Map([
  [3, 'x86'],
  [8, 'MIPS'],
  [20, 'PowerPC'],
  [21, 'PowerPC 64'],
  [22, 'S/390'],
  [40, 'ARM'],
  [62, 'x86-64'],
  [183, 'AArch64'],
  [243, 'RISC-V'],
  [258, 'LoongArch'],
]);

/** One line about a program or library in the ELF format; undefined for other files, and those of a foreign byte order. */
export function describeElf(file: CArray<typeof uint8>): string | undefined {
  if (file.length < HEADER_BYTES || MAGIC.some((byte, index) => file.get(index) !== byte)) return undefined;
  if (file.get(BYTE_ORDER) !== hostOrder) return undefined;
  const wide = file.get(CLASS) === 2;
  const halves = file.cast(uint16, KIND, 4);
  const kind = kinds.get(halves.get(0)) ?? `type ${halves.get(0)}`;
  const machine = machines.get(halves.get(1)) ?? `machine ${halves.get(1)}`;
  const entry = file.cast(wide ? uint64 : uint32, ENTRY).get(0);
  return `${wide ? 64 : 32}-bit ${kind}, ${machine}, entry point 0x${hex(entry, 0)}`;
}
