// One array of a thread with what is known of its bytes.
const { PAGE } = require('./files.cjs');

class Slot {
  /**
   * @param array of bytes, as a map function or `attach` returned it.
   * @param file that is mapped; undefined for anonymous memory, whose content is `content` then.
   * @param offset byte of the file, or of the content, that the array starts at.
   */
  constructor(array, { file, offset = 0, access = 'read-write', content, isAttached = false }) {
    this.array = array;
    this.file = file;
    this.offset = offset;
    this.access = access;
    this.anonymous = content;
    this.isShared = isAttached;
    /** From here on pages of the file were gone since the mapping was made. Nobody knows of shared ones when. */
    this.low = file === undefined || !file.isOwn ? (file?.solid ?? Number.POSITIVE_INFINITY) : file.size;
    /** Whether a raw view may have met a fault that no call has told yet. */
    this.isUntold = false;
    /** Pages of a 'copy-on-write' mapping with their own bytes, by number in the file. */
    this.copies = new Map();
    /** Pages of which nothing is known any more: a store there met a fault. */
    this.wild = new Set();
    /** What stores that met a fault were to store, by byte of the file: raw views may show it, in pages that are not the file's any more. */
    this.refused = new Map();
    this.view = undefined;
    this.moved = undefined;
  }

  get content() {
    return this.anonymous ?? this.file.content;
  }

  /** Whether only the right bytes are ever stored: others have the same pages. */
  get isFixed() {
    return this.isShared || (this.file !== undefined && !this.file.isOwn);
  }

  /** Whether pages may go: raw views may show zeros, and calls may throw. */
  get canFault() {
    return this.file !== undefined && this.file.solid < this.file.content.length;
  }

  expected(at) {
    const page = Math.floor((this.offset + at) / PAGE);
    return this.copies.get(page)?.[(this.offset + at) % PAGE] ?? this.content[this.offset + at];
  }

  pagesOf(from, to) {
    const first = Math.floor((this.offset + from) / PAGE);
    const last = Math.floor((this.offset + to - 1) / PAGE);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  mayFault(from, to) {
    if (!this.canFault) return false;
    // Who else has the pages may have met a fault through a raw view of any of them.
    if (this.isUntold || this.isShared) return true;
    return this.pagesOf(from, to).some((page) => (page + 1) * PAGE > this.low);
  }

  mustFault(from, to) {
    return this.file?.isOwn === true && this.pagesOf(from, to).some((page) => page * PAGE >= this.file.size);
  }

  /** Says what is wrong with bytes that were read; `isRaw`: through a view, which shows zeros where pages are gone. */
  wrongIn(from, bytes, isRaw = false) {
    for (let index = 0; index < bytes.length; index++) {
      const at = from + index;
      if (bytes[index] === this.expected(at)) continue;
      if (this.wild.has(Math.floor((this.offset + at) / PAGE))) continue;
      const behind = this.offset + at >= (isRaw ? Math.floor(this.low / PAGE) * PAGE : this.low);
      const isZeroFine = this.canFault && behind && (isRaw || this.file.kind === 'zeros');
      if (bytes[index] === 0 && isZeroFine) continue;
      if (isRaw && this.refused.get(this.offset + at)?.has(bytes[index])) continue;
      return `byte ${at} is ${bytes[index]}, not ${this.expected(at)}`;
    }
    return undefined;
  }

  /** Notes what was not stored. */
  refuse(from, bytes) {
    bytes.forEach((byte, index) => {
      const at = this.offset + from + index;
      this.refused.set(at, (this.refused.get(at) ?? new Set()).add(byte));
    });
  }

  /** Takes over what was stored. */
  store(from, bytes) {
    const target = this.access === 'copy-on-write' && this.file !== undefined ? undefined : this.content;
    if (target !== undefined) {
      bytes.copy(target, this.offset + from);
      return;
    }
    for (const page of this.pagesOf(from, from + bytes.length)) {
      if (this.copies.has(page)) continue;
      this.copies.set(page, Buffer.from(this.content.subarray(page * PAGE, (page + 1) * PAGE)));
    }
    for (let index = 0; index < bytes.length; index++) {
      const at = this.offset + from + index;
      this.copies.get(Math.floor(at / PAGE))[at % PAGE] = bytes[index];
    }
  }

  /** The own file was cut off: the kernel drops the copies behind its end, too. */
  cut(size) {
    this.low = Math.min(this.low, size);
    for (const page of this.copies.keys()) if (page * PAGE >= size) this.copies.delete(page);
  }

  toString() {
    const { array, file, offset, access, isShared, isUntold, low, moved, view } = this;
    const name = file?.name ?? 'anonymous';
    return JSON.stringify({
      name,
      offset,
      access,
      isShared,
      isUntold,
      low,
      length: array.length,
      size: file?.size,
      views: [view?.length, moved?.length],
      faults: array.mapping.faults.map(({ kind, byteOffset }) => [kind, byteOffset]),
    });
  }

  healed() {
    this.isUntold = false;
    this.refused.clear();
    if (this.file?.isOwn) this.low = this.file.size;
  }
}

module.exports = { Slot };
