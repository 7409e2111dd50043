// Memory and fork. V8 marks its heap MADV_DONTFORK: a forked child has none, and dies at its first instruction
// of JavaScript. Taken back right before the fork, over all of the address space, it lives.
const { readFileSync } = require('node:fs');
const { checked, errno, madvise } = require('./libc.cjs');

const MADV_DOFORK = 11;
const addressSpaceEnd = 2 ** 48;

/** The areas that the kernel takes no such advice for: devices, vvar, rings. One in a range fails all of it. */
function specialAreas() {
  const areas = [];
  let area;
  for (const line of readFileSync('/proc/self/smaps', 'latin1').split('\n')) {
    const [, start, end] = /^([0-9a-f]+)-([0-9a-f]+) /.exec(line) ?? [];
    if (start !== undefined) area = { start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) };
    else if (/^VmFlags:.* (io|de|pf|mm)( |$)/.test(line)) areas.push(area);
  }
  return areas;
}

/** The pages of a mapping. */
function pagesOf({ address, byteLength, pageSize }) {
  const start = Number(address);
  return { start, end: start + Math.ceil(byteLength / pageSize) * pageSize };
}

/**
 * What lies between the special areas and the excepted mappings. The lowest comes last: it has V8's heap, and
 * what V8 maps while the others are advised is still met.
 */
function rangesBetween(except) {
  const ranges = [];
  let end = addressSpaceEnd;
  for (const area of [...specialAreas(), ...except.map(pagesOf)].sort((a, b) => b.end - a.end)) {
    if (area.end < end) ranges.push({ start: area.end, length: end - area.end });
    end = Math.min(end, area.start);
  }
  return [...ranges, { start: 0, length: end }];
}

/** Advises whole ranges, not area by area: V8 may map more at any time. ENOMEM: done, and there were holes. */
function makeForkable(ranges) {
  for (const { start, length } of ranges) {
    const status = madvise(start, length, MADV_DOFORK);
    if (status !== -errno.ENOMEM) checked('madvise', status);
  }
}

/** madvise(2) for a mapping of carray's. */
function advise(mapping, advice) {
  checked('madvise', madvise(Number(mapping.address), mapping.byteLength, advice));
}

/** What the kernel says of the area at an address: 'rw-p'; undefined where nothing is mapped. */
function areaAt(address) {
  const start = new RegExp(`^0*${address.toString(16)}-[0-9a-f]+ (\\S+)`, 'm');
  return start.exec(readFileSync('/proc/self/maps', 'latin1'))?.[1];
}

module.exports = { advise, areaAt, makeForkable, rangesBetween };
