import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { areasOf, sumOf } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { probes, runProgram } from '../src/program.js';

const { uint8 } = carray;

/** What this process has locked, in bytes. */
const lockedBytes = (): number =>
  1024 * Number(/^VmLck:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]);

onBothBackends('locks', ({ mapAnonymous, mapFile, mmap, munmap, pageSize }, backend) => {
  const total = 8 * pageSize;
  type Mapped = Pick<ReturnType<typeof mapFile>, 'mapping'>;
  /** Which pages are locked, as smaps says. */
  const lockedPages = ({ mapping }: Mapped): number[] =>
    areasOf(mapping).flatMap(({ start, end, flags }) => {
      if (!flags.includes('lo')) return [];
      const first = Math.max(0, (start - Number(mapping.address)) / pageSize);
      const last = Math.min(total, end - Number(mapping.address)) / pageSize;
      return Array.from({ length: last - first }, (_, index) => first + index);
    });
  const all = [0, 1, 2, 3, 4, 5, 6, 7];

  it('once, twice, and off again: locks do not count', () => {
    const array = mapAnonymous(uint8, total);
    const before = lockedBytes();
    const locked = () => lockedBytes() - before;
    array.mapping.lock();
    expect([locked(), lockedPages(array), sumOf(array.mapping, 'Rss')]).toEqual([total, all, total]);
    array.mapping.lock();
    expect(locked()).toBe(total);
    array.mapping.unlock();
    expect([locked(), lockedPages(array)]).toEqual([0, []]);
    array.mapping.unlock();
    expect(locked()).toBe(0);
    munmap(array);
  });

  it('end with the mapping', () => {
    const before = lockedBytes();
    const array = mapFile(fileOf(Buffer.alloc(total, 1)), { lock: true });
    expect(lockedBytes() - before).toBe(total);
    munmap(array);
    expect(lockedBytes()).toBe(before);
  });

  it('are for whole pages of the range', () => {
    const array = mapAnonymous(uint8, total);
    array.mapping.lock({ offset: 2 * pageSize - 1, size: 2 });
    expect(lockedPages(array)).toEqual([1, 2]);
    array.mapping.lock({ offset: total - 1 });
    array.mapping.lock({ offset: 5 * pageSize, size: 0 });
    expect(lockedPages(array)).toEqual([1, 2, 7]);
    array.mapping.unlock(0, 1);
    array.mapping.unlock(2 * pageSize);
    expect(lockedPages(array)).toEqual([1]);
    munmap(array);
  });

  it('onFault: pages are locked as they are touched', () => {
    const array = mapAnonymous(uint8, total);
    array.mapping.advise('nohugepage');
    array.mapping.lock({ onFault: true });
    expect([lockedPages(array), sumOf(array.mapping, 'Rss'), array.mapping.stats().locked]).toEqual([
      all,
      0,
      0,
    ]);
    array.set(pageSize, 1);
    expect(array.mapping.stats().locked).toBe(pageSize);
    array.mapping.lock();
    expect(array.mapping.stats().locked).toBe(total);
    munmap(array);
  });

  it('what is locked is there, and stays: the kernel refuses to drop it', () => {
    const array = mapAnonymous(uint8, total, { lock: true });
    expect(array.mapping.residency().resident).toBe(8);
    expect(codeOf(() => array.mapping.adviseUnsafe('dontneed', 0, pageSize))).toBe('EINVAL');
    expect(codeOf(() => array.mapping.advise('pageout'))).toBe('EINVAL');
    munmap(array);
  });

  it('a page past the end of the file: ENOMEM that says so, and what was not locked before is not now', () => {
    const path = fileOf(Buffer.alloc(pageSize, 1));
    const array = mapFile(path, { length: total, allowPastEnd: true });
    expect(() => array.mapping.lock({ offset: pageSize })).toThrow(
      /^ENOMEM: .*, mlock '.*': a page cannot be had: it lies past the end of the file.*RLIMIT_MEMLOCK is \S+ bytes/,
    );
    expect(lockedPages(array)).toEqual([]);
    array.mapping.lock({ size: pageSize });
    expect(codeOf(() => array.mapping.lock())).toBe('ENOMEM');
    expect(lockedPages(array)).toEqual([0]);
    munmap(array);
    const before = readFileSync('/proc/self/maps', 'latin1').split(path).length;
    expect(codeOf(() => mapFile(path, { length: total, allowPastEnd: true, lock: true }))).toBe('ENOMEM');
    expect(readFileSync('/proc/self/maps', 'latin1').split(path).length).toBe(before);
  });

  it('what MAP_LOCKED has locked stays so when a lock fails', () => {
    const path = fileOf(Buffer.alloc(pageSize, 1));
    const { MAP_LOCKED, MAP_PRIVATE, PROT_READ } = carray;
    const array = mmap(uint8, total, PROT_READ, MAP_PRIVATE | MAP_LOCKED, path);
    expect(codeOf(() => array.mapping.lock())).toBe('ENOMEM');
    expect(lockedPages(array)).toEqual(all);
    munmap(array);
  });

  it('copy-on-write pages become copies, others do not', () => {
    const path = fileOf(Buffer.alloc(total, 1));
    for (const [access, copies] of [
      ['read', 0],
      ['read-write', 0],
      ['copy-on-write', total],
    ] as const) {
      const array = mapFile(path, { access, lock: true });
      expect([access, sumOf(array.mapping, 'Anonymous')]).toEqual([access, copies]);
      munmap(array);
    }
  });

  it('take ranges as all do, and what is no mapping any more not at all', () => {
    const array = mapAnonymous(uint8, total);
    const { mapping } = array;
    expect(codeOf(() => mapping.lock({ offset: total + 1 }))).toBe('ERR_OUT_OF_RANGE');
    expect(codeOf(() => mapping.unlock(1, total))).toBe('ERR_OUT_OF_RANGE');
    munmap(array);
    expect(codeOf(() => mapping.lock())).toBe('ERR_MAPPING_UNMAPPED');
    expect(codeOf(() => mapping.unlock())).toBe('ERR_MAPPING_UNMAPPED');
    const empty = mapFile(fileOf(Buffer.alloc(0)), { lock: true });
    empty.mapping.lock();
    munmap(empty);
  });

  /** Runs a program that has `locked()`, in pages, and answers what it returns, as JSON. */
  function run(body: string): unknown {
    const program = `${probes}
      const { attach, lockAll, MAP_ANONYMOUS, MAP_PRIVATE, mapAnonymous, mmap, munmap, pageSize, PROT_NONE, uint8, unlockAll } = require('carray');
      const locked = () =>
        Number(/VmLck:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'latin1'))[1]) * 1024 / pageSize;
      (async () => console.log(JSON.stringify(await (async () => { ${body} })())))();`;
    const { status, signal, stdout, stderr } = runProgram(program, { backend, flags: ['--expose-gc'] });
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
    return JSON.parse(stdout);
  }

  it('lockAll and unlockAll: the pages of the mappings and no others, now and from now on', () => {
    const body = `
      const before = mapAnonymous(uint8, 3 * pageSize);
      const reservation = mmap(uint8, 1 << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS);
      const counts = [locked()];
      const count = (call) => { call(); counts.push(locked()); };
      count(() => lockAll({ future: false }));
      count(() => mapAnonymous(uint8, 5 * pageSize));
      count(unlockAll);
      count(() => lockAll({ current: false }));
      const after = mapAnonymous(uint8, 7 * pageSize, { maxByteLength: 1 << 20 });
      count(() => {});
      count(() => after.mapping.resize(9 * pageSize));
      count(() => munmap(attach(before.share())));
      count(() => munmap(after));
      count(unlockAll);
      count(() => mapAnonymous(uint8, 2 * pageSize));
      return counts;`;
    expect(run(body)).toEqual([0, 3, 3, 0, 0, 7, 9, 12, 3, 0, 0]);
  });

  // Not by VmLck: the kernel counts what MREMAP_DONTUNMAP moves twice, which ffi takes where it cannot empty views.
  it('lockAll: what resize adds past maxByteLength is locked as well', () => {
    const body = `
      const array = mapAnonymous(uint8, 3 * pageSize, { maxByteLength: 16 * pageSize });
      lockAll({ future: false });
      array.mapping.resize(64 * pageSize);
      return array.mapping.stats().locked / pageSize;`;
    expect(run(body)).toBe(64);
  });

  it('lockAll with onFault: pages are locked as they are touched', () => {
    const body = `
      const before = mapAnonymous(uint8, 8 * pageSize);
      before.mapping.advise('nohugepage');
      lockAll({ onFault: true });
      const after = mapAnonymous(uint8, 8 * pageSize);
      before.set(0, 1);
      return [locked(), before.mapping.stats().locked / pageSize, after.mapping.stats().locked];`;
    expect(run(body)).toEqual([16, 1, 0]);
  });

  it.each([
    'lockAll()',
    'lockAll({ future: false })',
    'lockAll({ current: false })',
    'lockAll({ onFault: true })',
  ])('%s: the engine allocates and collects as before', (call) => {
    const body = `
      const kept = mapAnonymous(uint8, 3 * pageSize);
      ${call};
      const later = mapAnonymous(uint8, 2 * pageSize);
      const before = locked();
      for (let round = 0; round < 8; round++) {
        let rubbish = [];
        for (let index = 0; index < 200_000; index++) rubbish.push({ index, text: 'x' + index });
        rubbish.push(new ArrayBuffer(16 << 20));
        rubbish = undefined;
        globalThis.gc();
      }
      kept.set(0, 1);
      later.set(0, 1);
      return locked() === before && before > 0;`;
    expect(run(body)).toBe(true);
  });

  it("lockAll: what is collected is locked no more, and in nobody's way", () => {
    const body = `
      lockAll();
      (() => { for (let times = 0; times < 50; times++) mapAnonymous(uint8, pageSize); })();
      const before = locked();
      await collect(() => locked() === 0, 500);
      lockAll();
      return [before, locked()];`;
    expect(run(body)).toEqual([50, 0]);
  });
});
