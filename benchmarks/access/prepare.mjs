// What a process has been through before the measurement. Everything here is done through public calls, from loops
// that the engine has optimised, as it happens in a long-lived program.
import { setTimeout } from 'node:timers/promises';
import { mapAnonymous } from 'carray';
import { fresh } from './fresh.mjs';
import { elevenTypes } from './kinds.mjs';

const LOOP = 512;
const ERRORS = 50;
const STORM = 10_000;

/** A loop over the first `n` elements whose last access has the given index and value. */
const accessLoops = {
  get: () => fresh('a, n, index', accesses('a.get(INDEX)')),
  set: () => fresh('a, n, index, value, last', accesses('a.set(INDEX, VALUE)')),
  readField: () => fresh('a, n, index', accesses('a.ref(INDEX).x')),
  writeField: () => fresh('a, n, index, value, last', accesses('a.ref(INDEX).flags = VALUE')),
};

function accesses(text) {
  const statement = text
    .replace('INDEX', 'i === n - 1 ? index : i')
    .replace('VALUE', '(i === n - 1 ? last : value)');
  return `let result; for (let i = 0; i < n; i++) result = ${statement}; return result;`;
}

/** A value that the array takes. */
const sampleOf = (array, isRecord) => (isRecord ? 1 : array.get(0));

function runFor(milliseconds, run) {
  const end = performance.now() + milliseconds;
  do for (let call = 0; call < 8; call++) run();
  while (performance.now() < end);
}

function mustThrow(run, what) {
  let result;
  try {
    result = run();
  } catch {
    return;
  }
  throw new Error(`${what} is no error, but ${String(result)}`);
}

const badIndices = ({ length }) => [length, 0.5, Number.NaN, -1, '3', undefined, 1e10];
/** Per way of access: what is wrong, given the array, an index that is right, and a value that is right. */
const badAccesses = {
  read: (array) => badIndices(array).map((index) => [index]),
  write: (array, index, value) => [
    ...badIndices(array).map((badIndex) => [badIndex, value, value]),
    [index, value, 'text'],
    [index, value, undefined],
  ],
};

const operationsOf = ({ isRecord }) =>
  isRecord
    ? { read: accessLoops.readField, write: accessLoops.writeField }
    : { read: accessLoops.get, write: accessLoops.set };

/** Errors of every kind in turn, on the arrays in turn; `warm` milliseconds of good accesses before each. */
function throwErrors(subject, count, warm) {
  const n = warm > 0 ? LOOP : 1; // a storm is errors and nothing else
  for (const [way, makeLoop] of Object.entries(operationsOf(subject))) {
    const loop = makeLoop();
    for (let error = 0; error < count; error++) {
      const array = subject.arrays[error % subject.arrays.length];
      const value = sampleOf(array, subject.isRecord);
      if (warm > 0) runFor(error === 0 ? 20 : warm, () => loop(array, n, n - 1, value, value));
      const kinds = badAccesses[way](array, n - 1, value);
      const bad = kinds[error % kinds.length];
      mustThrow(() => loop(array, n, ...bad), `${way} ${bad.map(String)}`);
    }
  }
}

function useElevenTypes() {
  for (const type of elevenTypes) {
    const array = mapAnonymous(type, LOOP);
    const value = array.get(0);
    const loops = [accessLoops.get(), accessLoops.set()];
    for (const loop of loops) runFor(2, () => loop(array, LOOP, LOOP - 1, value, value));
    array.mapping.unmap();
  }
}

function useAfterUnmap(subject) {
  for (const { array, unmap } of subject.another()) {
    const value = sampleOf(array, subject.isRecord);
    const loops = Object.values(operationsOf(subject)).map((makeLoop) => makeLoop());
    for (const loop of loops) runFor(10, () => loop(array, LOOP, LOOP - 1, value, value));
    unmap();
    for (const loop of loops) mustThrow(() => loop(array, LOOP, LOOP - 1, value, value), 'use after unmap');
  }
}

function detachABuffer() {
  const buffer = new ArrayBuffer(1024);
  structuredClone(buffer, { transfer: [buffer] });
}

export const situations = {
  plain() {},
  // The subject was made on a file.
  'on-a-file'() {},
  'after-everything'(subject) {
    useElevenTypes();
    detachABuffer();
    throwErrors(subject, ERRORS, 2);
    useAfterUnmap(subject);
  },
  'after-storm'(subject) {
    throwErrors(subject, STORM / 2, 0);
  },
  async 'after-storm-later'(subject) {
    throwErrors(subject, STORM / 2, 0);
    await setTimeout(250);
  },
};
