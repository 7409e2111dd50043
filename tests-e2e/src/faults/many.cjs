// Thousands of pages that are gone, in random order.
const fs = require('node:fs');
const { randomOf } = require('./random.cjs');
const support = require('./support.cjs');
const { PAGE, carray, faultsOf, newPath, outcome, refill, row, run, truncate } = support;

function shuffled(count, random) {
  const numbers = Array.from({ length: count }, (_, number) => number);
  for (let index = count - 1; index > 0; index--) {
    const other = random(index + 1);
    [numbers[index], numbers[other]] = [numbers[other], numbers[index]];
  }
  return numbers;
}

/** Each page once, whatever the order, and none that is not at fault. */
function countOf(mapping) {
  const seen = new Set();
  let twice = 0;
  for (const [, byteOffset, byteLength] of faultsOf(mapping)) {
    for (let at = byteOffset; at < byteOffset + byteLength; at += PAGE) {
      if (seen.has(at)) twice++;
      seen.add(at);
    }
  }
  return { pages: seen.size, twice };
}

run({
  many({ bytes, seed, how, access = 'read-write' }) {
    const file = newPath();
    const content = Buffer.alloc(bytes, 7);
    fs.writeFileSync(file, content);
    const pages = bytes / PAGE;
    const array = carray.mapFile(file, { access });
    const view = how === 'view' ? array.bytes : undefined;
    let heard = 0;
    array.mapping.on('fault', ({ byteLength }) => {
      heard += byteLength / PAGE;
    });
    truncate(0, file);
    let right = 0;
    for (const page of shuffled(pages, randomOf(seed))) {
      const at = page * PAGE + (page % PAGE);
      if (view === undefined) right += outcome(() => array.get(at), file) === `truncated ${at} ${at}` ? 1 : 0;
      else right += view[at] === 0 ? 1 : 0;
    }
    row('right', right / pages);
    row(
      'told',
      outcome(() => array.get(0), file),
    );
    const count = countOf(array.mapping);
    row('faults', [count.pages / pages, count.twice, heard / pages]);
    refill(file, content);
    array.mapping.remap();
    row('healed', [array.toBuffer().equals(content), array.indexOf(0), faultsOf(array.mapping)]);
  },
});
