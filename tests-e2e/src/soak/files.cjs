// The files of the soak test: what is in them, who may change them, and what is known of those that a thread has alone.
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');

/** As a file of the user's would: the packed and installed package. */
const carray = createRequire(path.join(process.cwd(), 'user.js'))('carray');
const PAGE = carray.pageSize;
const OWN_PAGES = 8;
const SHARED_PAGES = 16;
/** Pages at the start of a shared file that nobody ever cuts off. */
const SOLID_PAGES = 4;

/**
 * Bytes that depend on the key and the offset alone. None is 0, as those of a page that is gone seem to be, and 251 is prime: no page
 * is like another, and none of one file like the same of another.
 */
function contentOf(key, byteLength) {
  const bytes = Buffer.allocUnsafe(byteLength);
  for (let index = 0; index < byteLength; index++) bytes[index] = 1 + ((index * 7 + key * 89) % 251);
  return bytes;
}

/**
 * Files that all threads use. The first is never cut off. The second is cut off at the start of a page and grows by its content, so
 * that nobody ever reads a zero; the third is cut off anywhere, and grows by zeros first.
 */
const shared = ['solid', 'strict', 'zeros'].map((kind, index) => ({
  kind,
  isOwn: false,
  name: `shared-${kind}.bin`,
  /** The thread that cuts it off and lets it grow. */
  owner: index,
  solid: kind === 'solid' ? SHARED_PAGES * PAGE : SOLID_PAGES * PAGE,
  content: contentOf(index, SHARED_PAGES * PAGE),
}));

/** Files of one thread alone. `content` follows each store, `size` each change of the length. */
const ownOf = (thread) =>
  [0, 1].map((index) => ({
    kind: 'own',
    isOwn: true,
    name: `own-${thread}-${index}.bin`,
    owner: thread,
    solid: 0,
    size: OWN_PAGES * PAGE,
    content: contentOf(10 + 2 * thread + index, OWN_PAGES * PAGE),
  }));

const pathOf = (folder, { name }) => path.join(folder, name);

function makeAll(folder, files) {
  for (const file of files) fs.writeFileSync(pathOf(folder, file), file.content);
}

/** Makes a file as long as it was, with its content. */
function grow(folder, file, withZeros) {
  const target = pathOf(folder, file);
  const size = fs.statSync(target).size;
  if (withZeros) fs.truncateSync(target, file.content.length);
  const fd = fs.openSync(target, 'r+');
  try {
    fs.writeSync(fd, file.content, size, file.content.length - size, size);
  } finally {
    fs.closeSync(fd);
  }
}

module.exports = { PAGE, carray, contentOf, grow, makeAll, ownOf, pathOf, shared };
