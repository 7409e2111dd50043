const BLOCK_BYTES = 65_536;

/** Calls `visit` with the start and the end of each run of bytes in which two arrays of one length differ. */
export function forEachChange(
  before: Uint8Array,
  after: Uint8Array,
  visit: (start: number, end: number) => void,
): void {
  for (let block = 0; block < after.byteLength; block += BLOCK_BYTES) {
    const end = Math.min(block + BLOCK_BYTES, after.byteLength);
    if (Buffer.compare(before.subarray(block, end), after.subarray(block, end)) === 0) continue;
    forEachRun(before, after, block, end, visit);
  }
}

function forEachRun(
  before: Uint8Array,
  after: Uint8Array,
  start: number,
  end: number,
  visit: (start: number, end: number) => void,
): void {
  for (let at = start; at < end; at++) {
    if (before[at] === after[at]) continue;
    const first = at;
    while (at < end && before[at] !== after[at]) at++;
    visit(first, at);
  }
}
