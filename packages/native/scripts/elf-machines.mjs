// The headers of ELF files by Node's name of the processor, elf(5): the number of the machine, the bits of an address, and whether the
// low bytes of numbers are first.
export const elfMachines = {
  arm: { machine: 40, bits: 32, isLowFirst: true },
  arm64: { machine: 183, bits: 64, isLowFirst: true },
  ia32: { machine: 3, bits: 32, isLowFirst: true },
  ppc64: { machine: 21, bits: 64 }, // of both kinds
  riscv64: { machine: 243, bits: 64, isLowFirst: true },
  s390x: { machine: 22, bits: 64, isLowFirst: false },
  x64: { machine: 62, bits: 64, isLowFirst: true },
};

const MAGIC = 0x7f454c46;
const CLASS = 4; // byte offset of the bits of an address: 1 for 32, 2 for 64
const DATA = 5; // 1 where the low bytes are first
const MACHINE = 18;
const HEADER_BYTES = 20;

/** What the first bytes of a file say; undefined where it is no ELF file. */
export function elfMachineOf(bytes) {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32BE(0) !== MAGIC) return undefined;
  const isLowFirst = bytes[DATA] === 1;
  const machine = isLowFirst ? bytes.readUInt16LE(MACHINE) : bytes.readUInt16BE(MACHINE);
  return { machine, bits: bytes[CLASS] === 1 ? 32 : 64, isLowFirst };
}

/** Whether it is one for the processor. */
export const isFor = (found, expected) =>
  Object.entries(expected).every(([key, value]) => found[key] === value);
