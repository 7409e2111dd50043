// Maps and unmaps, or maps and drops, many times, and tells what the process has before and behind.
const { load, countAreas, openFiles, virtualBytes, collect, run } = require('../support.cjs');
const { mapAnonymous, mapFile, munmap, uint8, uint32 } = load();

const state = () => ({ lines: countAreas(), fds: openFiles(), bytes: virtualBytes() });

async function compared(round, count, file) {
  // As many as it takes for tables, compiled code and the heap to have their size.
  await round(Math.ceil(count / 2));
  await collect(undefined, 10);
  const before = state();
  await round(count);
  await collect(() => countAreas(file) <= 1);
  return { before, after: state(), ofFile: countAreas(file) };
}

const cases = {
  unmapped(file, bytes, count) {
    let wrong = 0;
    const round = async (cycles) => {
      for (let index = 0; index < cycles; index++) {
        const array = mapFile(file, { access: 'read-write', type: uint32 });
        const memory = mapAnonymous(uint8, Number(bytes));
        array.set(index % array.length, index);
        memory.set(index % memory.length, index % 256);
        if (array.get(index % array.length) !== index) wrong++;
        if (memory.get(index % memory.length) !== index % 256) wrong++;
        // Buffers have an owner to give up; without one every cycle would be of the simplest kind.
        if (index % 32 === 0 && array.typedArray.length + memory.bytes.length === 0) wrong++;
        if (!munmap(array) || !munmap(memory)) wrong++;
        if (index % 500 === 499) await collect(undefined, 1);
      }
    };
    return compared(round, Number(count), file).then((answer) => ({ ...answer, wrong }));
  },

  dropped(file, bytes, count) {
    let wrong = 0;
    const one = (index) => {
      const array = mapFile(file, { access: 'read-write' });
      const memory = mapAnonymous(uint8, Number(bytes));
      memory.set(memory.length - 1, 1);
      // By turns: the array alone, with a raw view, with a subarray, held by nobody any more.
      const shown = [array, array.bytes, array.subarray(1)][index % 3];
      if (shown.length === 0 || memory.at(-1) !== 1) wrong++;
    };
    const round = async (cycles) => {
      for (let index = 0; index < cycles; index++) {
        one(index);
        if (index % 100 === 99) await collect(undefined, 1);
      }
    };
    return compared(round, Number(count), file).then((answer) => ({ ...answer, wrong }));
  },
};

run(cases);
