// The functions of @riaskov/mmap-io over `carray`, for its own tests: what it gives is a Buffer, which keeps its mapping.
const { readSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const carray = createRequire(join(process.cwd(), 'user.js'))('carray');

const { PROT_READ, PROT_WRITE, MADV_NORMAL, pageSize, uint8 } = carray;
/** Of each Buffer. */
const arrays = new WeakMap();

const arrayOf = (buffer) => {
  const array = arrays.get(buffer);
  if (array === undefined) throw new TypeError('buffer must be one that map() gave');
  return array;
};

function map(size, protection, flags, fd, offset = 0, advice = MADV_NORMAL) {
  // Its buffers can be read whatever they were asked for: most processors have no pages for stores alone.
  const readable = protection & PROT_WRITE ? protection | PROT_READ : protection;
  const array = carray.mmap(uint8, size, readable, flags, fd, offset);
  if (advice !== MADV_NORMAL) carray.madvise(array, advice);
  const bytes = bytesOf(array) ?? copyOf(fd, offset, size);
  arrays.set(bytes, array);
  return bytes;
}

/** As its own buffers: nothing is refused but pages past the end of the file, which are undefined here, and the end of the process there. */
function bytesOf(array) {
  try {
    const { buffer, byteOffset, byteLength } = array.unsafe.bytes;
    return Buffer.from(buffer, byteOffset, byteLength);
  } catch (error) {
    if (error.code === 'ERR_MAPPING_FAULT') return undefined;
    throw error;
  }
}

function copyOf(fd, offset, size) {
  const bytes = Buffer.alloc(size);
  readSync(fd, bytes, 0, size, offset);
  return bytes;
}

function advise(buffer, ...rest) {
  const array = arrayOf(buffer);
  const [offset, length, advice] = rest.length === 1 ? [0, array.byteLength, rest[0]] : rest;
  carray.madvise(array, advice, offset, length);
}

/** Pages that are not in memory, and pages that are. */
function incore(buffer) {
  const { resident, total } = arrayOf(buffer).mapping.residency();
  return [total - resident, resident];
}

/** (buffer, offset, length, blocking, invalidate) or (buffer, blocking, invalidate): as there, it does not wait unless it is told to. */
function sync(buffer, ...rest) {
  const array = arrayOf(buffer);
  const [offset, length, blocking, invalidate] = typeof rest[0] === 'boolean' ? [0, 0, ...rest] : rest;
  const flags = (blocking ? carray.MS_SYNC : carray.MS_ASYNC) | (invalidate ? carray.MS_INVALIDATE : 0);
  carray.msync(array, flags, offset || 0, length || array.byteLength);
}

const names = Object.keys(carray).filter((name) => /^(PROT|MAP|MADV)_/.test(name));
const constants = Object.fromEntries(names.map((name) => [name, carray[name]]));
module.exports = Object.freeze({ ...constants, PAGESIZE: pageSize, map, advise, incore, sync });
