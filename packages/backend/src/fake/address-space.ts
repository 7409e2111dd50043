/** Bytes that one simulated process can address: what x86-64 and arm64 give a process by default. */
export const ADDRESS_SPACE_BYTES = 2 ** 47;

/** Below this address nothing is placed unless it is asked for, so that 0 is never an address. */
const LOWEST_ADDRESS = 2 ** 32;

/** A taken range of addresses. Its end is on a page boundary. */
export interface Extent {
  readonly address: number;
  readonly end: number;
}

/** The lowest free address for `byteLength` bytes, or undefined where no gap is long enough. */
export function findGap(taken: Iterable<Extent>, byteLength: number): number | undefined {
  let address = LOWEST_ADDRESS;
  for (const extent of [...taken].sort((a, b) => a.address - b.address)) {
    if (extent.address - address >= byteLength) return address;
    address = Math.max(address, extent.end);
  }
  return ADDRESS_SPACE_BYTES - address >= byteLength ? address : undefined;
}

/** Whether no byte of the range is taken and all of it can be addressed. */
export function isFree(taken: Iterable<Extent>, address: number, byteLength: number): boolean {
  if (address + byteLength > ADDRESS_SPACE_BYTES) return false;
  for (const extent of taken) {
    if (address < extent.end && extent.address < address + byteLength) return false;
  }
  return true;
}
