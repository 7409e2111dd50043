// Pages past the end of the file, and holes on a disk that is full.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const support = require('./support.cjs');
const { PAGE, carray, contentOf, faultsOf, newFile, newPath, outcome, refill, row, run, truncate } = support;
const { MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE, mapFile, mmap, uint32, uint8 } = carray;

const content = contentOf(4 * PAGE);
/** From the end of the file's last page on, which is not full. */
const END = 2 * PAGE;
const file2 = () => newFile(2, content.subarray(0, END - 10));

const pastEnd = {
  mapFile: (file) => mapFile(file, { access: 'read-write', length: 4 * PAGE, allowPastEnd: true }),
  read: (file) => mapFile(file, { length: 4 * PAGE, allowPastEnd: true }),
  copy: (file) => mapFile(file, { access: 'copy-on-write', length: 4 * PAGE, allowPastEnd: true }),
  mmap: (file) => mmap(uint8, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file),
  mmapPrivate: (file) => mmap(uint8, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, file),
};

/** What an error of the kernel says. */
function failure(call) {
  try {
    return call();
  } catch ({ name, code, syscall }) {
    return { name, code, syscall };
  }
}

const free = (folder) => {
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize;
};

/** A file with two pages and holes behind them, mapped, and then no room is left. */
function holes(folder, pages, type = uint8) {
  const file = path.join(folder, `holes-${pages}-${Math.random()}`);
  fs.writeFileSync(file, content.subarray(0, 2 * PAGE));
  fs.truncateSync(file, pages * PAGE);
  const array = mapFile(file, { access: 'read-write', type });
  const filler = path.join(folder, 'filler');
  const fd = fs.openSync(filler, 'a');
  const chunk = Buffer.alloc(PAGE, 1);
  while (outcome(() => fs.writeSync(fd, chunk)).returned === PAGE);
  fs.closeSync(fd);
  return {
    file,
    array,
    filler,
    isRight: () =>
      array
        .subarray(0, (2 * PAGE) / type.size)
        .toBuffer()
        .equals(content.subarray(0, 2 * PAGE)),
  };
}

/** Runs this program again with a file system of its own of 64 pages, in a mount namespace: nothing is left of it, however it ends. */
function onSmallDisk(given) {
  const folder = newPath();
  fs.mkdirSync(folder);
  const script = `mount -t tmpfs -o size=${64 * PAGE} tmpfs "$0" && exec "$@"`;
  const again = [
    process.execPath,
    '-e',
    `require(${JSON.stringify(__filename)})`,
    '--',
    JSON.stringify({ ...given, folder }),
  ];
  const { status, signal } = spawnSync('unshare', ['--mount', 'sh', '-c', script, folder, ...again], {
    stdio: 'inherit',
  });
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = status;
}

run({
  smallDisk: ({ what }) => onSmallDisk({ name: what }),

  pastEnd({ how }) {
    const file = file2();
    const array = pastEnd[how](file);
    const { mapping } = array;
    const words = array.cast(uint32);
    const at = 2 * PAGE + 8;
    row(
      'in front',
      array
        .subarray(0, END - 10)
        .toBuffer()
        .equals(content.subarray(0, END - 10)),
    );
    row('last page', [array.get(END - 1), outcome(() => array.subarray(0, END).indexOf(0))]);
    row('one', [
      outcome(() => array.get(at), file),
      outcome(() => words.get(at / 4), file),
      outcome(() => array.get(at), file),
    ]);
    row('many', [
      outcome(() => array.toArray(), file),
      outcome(() => array.subarray(5).toBuffer(), file),
      outcome(() => words.slice(1), file),
      outcome(() => [...array].length, file),
    ]);
    if (array.writable || how !== 'read') {
      row('stores', [
        outcome(() => array.set(at, 1), file),
        outcome(() => array.fill(1), file),
        array.get(0),
      ]);
    }
    refill(file, content);
    row('grown', [outcome(() => array.get(at)).returned === content[at], faultsOf(mapping)]);
    row('all', array.toBuffer().equals(content));
    truncate(PAGE, file);
    row('shorter', [outcome(() => array.get(PAGE), file), outcome(() => array.get(at), file)]);
  },

  // A raw view of what lies past the end is refused; one from when the file was longer meets its end.
  rawPastEnd() {
    const file = file2();
    const array = pastEnd.mapFile(file);
    row('refused', [outcome(() => array.bytes, file), outcome(() => array.unsafe.dataView, file)]);
    refill(file, content);
    const { bytes } = array;
    truncate(END, file);
    row('loaded', [bytes[END - 1] === content[END - 1], bytes[END], bytes[3 * PAGE + 1]]);
    row('calls', [outcome(() => array.get(0), file), outcome(() => array.get(0) === content[0])]);
    row('faults', faultsOf(array.mapping));
  },

  full({ folder }) {
    const stores = {
      set: (array) => array.set(array.length - 1, 1),
      fill: (array) => array.fill(7, (2 * PAGE) / array.type.size),
      replace: (array) => array.replace([1, 2, 3], array.length - 3),
      copyWithin: (array) => array.copyWithin((2 * PAGE) / array.type.size, 0),
      readFrom: (array) => array.readFrom(fs.openSync(newFile(8), 'r'), 2 * PAGE),
    };
    for (const type of [uint8, uint32]) {
      for (const [name, store] of Object.entries(stores)) {
        const { file, array, filler, isRight } = holes(folder, 8, type);
        const first = outcome(() => store(array), file);
        const again = outcome(() => store(array), file);
        const kinds = [...new Set(array.mapping.faults.map(({ kind }) => kind))];
        row(`${name} ${type.name}`, { first, again, kinds, isRight: isRight() });
        fs.rmSync(filler);
        array.mapping.remap();
        row(`${name} ${type.name} healed`, [
          outcome(() => array.set(array.length - 1, 5)),
          array.get(array.length - 1),
          isRight(),
        ]);
        array.mapping.unmap();
        fs.rmSync(file);
      }
    }
  },

  fullRaw({ folder }) {
    const { file, array, isRight } = holes(folder, 8);
    const { bytes } = array;
    for (let page = 2; page < 8; page++) bytes[page * PAGE] = page;
    row(
      'view',
      [2, 7].map((page) => bytes[page * PAGE]),
    );
    const calls = [() => array.get(0), () => array.get(0) === content[0], () => array.get(7 * PAGE)];
    row(
      'calls',
      calls.map((call) => outcome(call, file)),
    );
    row('faults', [faultsOf(array.mapping), isRight()]);
  },

  grow({ folder }) {
    const file = path.join(folder, 'grown');
    fs.writeFileSync(file, content);
    const length = free(folder) + 64 * PAGE;
    row(
      'grow',
      failure(() => mapFile(file, { access: 'read-write', grow: true, length })),
    );
    row('file', [fs.statSync(file).size, fs.readFileSync(file).equals(content)]);
    const made = path.join(folder, 'made');
    row(
      'create',
      failure(() => mapFile(made, { access: 'read-write', create: true, grow: true, length })),
    );
    row('made', fs.existsSync(made));
    const before = free(folder);
    row('left', before > 0);
    const fits = mapFile(made, { access: 'read-write', create: true, grow: true, length: 2 * PAGE });
    row('fits', [fits.fill(1).length, fs.statSync(made).size]);
  },
});
