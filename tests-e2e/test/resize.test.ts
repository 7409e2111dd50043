import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { accessAt } from '../src/areas.js';
import { codeOf, fileOf, openDescriptors } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { emptiesViews } from '../src/runtimes.js';

const { array: arrayOf, MAP_ANONYMOUS, MAP_FIXED_NOREPLACE, MAP_PRIVATE, PROT_READ, uint8, uint32 } = carray;

onBothBackends('a mapping that is resized', (api, backend) => {
  const { mapAnonymous, mapFile, mmap, munmap, pageSize } = api;
  // docs/safety.md: ffi on Node 20 cannot empty views.
  const perPage = pageSize / 4;
  const tens = arrayOf(uint8, 10);

  it('keeps its bytes, and has zeros behind them', () => {
    const array = mapAnonymous(uint32, perPage);
    array.set(perPage - 1, 77);
    const before = array.typedArray;
    array.mapping.resize(100 * pageSize);
    expect([array.length, array.byteLength, array.mapping.byteLength]).toEqual([
      100 * perPage,
      100 * pageSize,
      100 * pageSize,
    ]);
    expect([array.get(perPage - 1), array.get(perPage), array.at(-1)]).toEqual([77, 0, 0]);
    array.set(100 * perPage - 1, 78);
    expect([array.reduce((sum, value) => sum + value, 0), array.typedArray.length]).toEqual([
      155,
      array.length,
    ]);
    if (emptiesViews(backend)) expect(before.length).toBe(0);
    munmap(array);
    expect(codeOf(() => array.mapping.resize(pageSize))).toBe('ERR_MAPPING_UNMAPPED');
    expect(array.length).toBe(100 * perPage);
  });

  it('gives pages back when it becomes shorter', () => {
    const array = mapAnonymous(uint32, 4 * perPage);
    const { mapping } = array;
    array.fill(9);
    mapping.resize(pageSize);
    expect([array.length, array.at(-1), codeOf(() => array.get(perPage))]).toEqual([
      perPage,
      9,
      'ERR_OUT_OF_RANGE',
    ]);
    expect(accessAt(mapping, 0)).toBe('rw-p');
    mapping.resize(2 * pageSize);
    expect([array.get(perPage - 1), array.get(perPage)]).toEqual([9, 0]);
    mapping.resize(6);
    expect([array.length, array.get(0), mapping.byteLength]).toEqual([1, 9, 6]);
    munmap(array);
  });

  it('takes elements from subarrays and casts, as long as it is too short for them', () => {
    const array = mapAnonymous(uint32, 3 * perPage);
    for (let index = 0; index < array.length; index++) array.set(index, index);
    const across = array.subarray(perPage - 2, perPage + 2);
    const behind = array.cast(uint8, 2 * pageSize);
    array.mapping.resize(pageSize);
    const asked = [
      () => across.get(2),
      () => across.set(2, 1),
      () => across.at(-1),
      () => across.toArray(),
      () => across.fill(0),
      () => across.typedArray,
      () => across.indexOf(0),
      () => [...behind],
      () => behind.slice(),
      () => behind.bytes,
    ];
    expect(asked.map(codeOf)).toEqual(Array(asked.length).fill('ERR_OUT_OF_RANGE'));
    expect([across.length, across.get(1), across.writable]).toEqual([4, perPage - 1, false]);
    across.set(1, 5);
    array.mapping.resize(3 * pageSize);
    expect(across.toArray()).toEqual([perPage - 2, 5, 0, 0]);
    expect([behind.get(0), across.writable]).toEqual([0, true]);
    munmap(array);
  });

  it('makes a file that it writes to longer, with blocks, and never shorter', () => {
    const path = fileOf(Buffer.alloc(10, 1));
    const fds = openDescriptors();
    const array = mapFile(path, { access: 'read-write' });
    array.mapping.resize(64 * pageSize + 5);
    expect([array.length, statSync(path).size]).toEqual([64 * pageSize + 5, 64 * pageSize + 5]);
    expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(64 * pageSize);
    array.set(64 * pageSize + 4, 2);
    expect([readFileSync(path).at(-1), array.get(9)]).toEqual([2, 1]);
    array.mapping.resize(3);
    expect([array.length, statSync(path).size]).toEqual([3, 64 * pageSize + 5]);
    array.mapping.resize(64 * pageSize + 5);
    expect(array.at(-1)).toBe(2);
    munmap(array);
    expect(openDescriptors()).toBe(fds);
  });

  it('makes an array of an empty file, elements of any size, from any byte of it on', () => {
    const path = fileOf(Buffer.alloc(3));
    const array = mapFile(path, {
      access: 'read-write',
      type: tens,
      byteOffset: 3,
    });
    expect([array.length, array.mapping.address]).toEqual([0, 0n]);
    array.mapping.resize(3 + 29);
    expect([array.length, statSync(path).size]).toEqual([2, 32]);
    array.set(1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 4]);
    expect(readFileSync(path).lastIndexOf(4)).toBe(3 + 19);
    munmap(array);
  });

  it('does not reach past the end of a file that it cannot make longer', () => {
    for (const access of ['read', 'copy-on-write'] as const) {
      const path = fileOf(Buffer.alloc(pageSize, 6));
      const array = mapFile(path, { access, length: 5 });
      expect(codeOf(() => array.mapping.resize(pageSize + 1))).toBe('ERR_OUT_OF_RANGE');
      expect([array.length, statSync(path).size]).toEqual([5, pageSize]);
      array.mapping.resize(pageSize);
      array.mapping.resize(2 * pageSize, { allowPastEnd: true });
      expect([array.at(pageSize - 1), codeOf(() => array.get(pageSize))]).toEqual([6, 'ERR_MAPPING_FAULT']);
      appendFileSync(path, Buffer.alloc(pageSize, 7));
      expect(array.get(pageSize)).toBe(7);
      munmap(array);
    }
  });

  it('keeps private changes', () => {
    const path = fileOf(Buffer.alloc(2 * pageSize, 1));
    const array = mapFile(path, { access: 'copy-on-write', length: pageSize });
    array.set(0, 50);
    array.mapping.resize(2 * pageSize);
    expect([array.get(0), array.get(1), array.at(-1), readFileSync(path)[0]]).toEqual([50, 1, 1, 1]);
    munmap(array);
  });

  it('stays where it is, if it must: and as it is, if it cannot', () => {
    const array = mapAnonymous(uint32, 3 * perPage);
    array.mapping.resize(2 * pageSize); // what lay behind is free now
    array.set(0, 11);
    const { address } = array.mapping;
    const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
    const wall = mmap(uint8, pageSize, PROT_READ, flags, null, 0, address + BigInt(2 * pageSize));
    const error = thrown(() => array.mapping.resize(3 * pageSize, { mayMove: false }));
    expect(error).toMatchObject({ code: 'ENOMEM', syscall: 'mremap', info: { byteLength: 3 * pageSize } });
    expect([array.length, array.get(0), array.mapping.address]).toEqual([2 * perPage, 11, address]);
    array.mapping.resize(3 * pageSize);
    expect([array.length, array.get(0)]).toEqual([3 * perPage, 11]);
    expect(array.mapping.address).not.toBe(address);
    munmap(wall);
    munmap(array);
  });

  it('grows without moving as far as address space was set aside', () => {
    const path = fileOf(Buffer.alloc(0));
    const most = 1000 * pageSize;
    const log = mapFile(path, { access: 'read-write', type: uint32, maxByteLength: most });
    const { mapping } = log;
    const { address } = mapping;
    expect([log.length, mapping.byteLength, mapping.maxByteLength, statSync(path).size]).toEqual([
      0,
      0,
      most,
      0,
    ]);
    for (let count = 1; count <= 500; count++) {
      mapping.resize(4 * count);
      log.set(count - 1, count);
    }
    expect([mapping.address, log.length, statSync(path).size]).toEqual([address, 500, 2000]);
    expect([log.get(0), log.get(499), codeOf(() => log.get(500))]).toEqual([1, 500, 'ERR_OUT_OF_RANGE']);
    expect(codeOf(() => mapping.protect('read', 0, 2001))).toBe('ERR_OUT_OF_RANGE');
    mapping.resize(most);
    expect([mapping.address, log.at(-1)]).toEqual([address, 0]);
    mapping.resize(2 * most);
    expect([log.length, log.get(499), mapping.maxByteLength]).toEqual([most / 2, 500, 2 * most]);
    munmap(log);
    expect(new Uint32Array(Uint8Array.from(readFileSync(path).subarray(0, 8)).buffer)).toEqual(
      Uint32Array.of(1, 2),
    );
  });

  it('of anonymous memory, too: what is given back comes back as zeros', () => {
    const array = mapAnonymous(uint8, 0, { maxByteLength: 2 ** 40 });
    const { address } = array.mapping;
    array.mapping.resize(10 * pageSize);
    array.fill(3);
    array.mapping.resize(pageSize);
    array.mapping.resize(10 * pageSize);
    expect([array.get(pageSize - 1), array.get(pageSize), array.mapping.address]).toEqual([3, 0, address]);
    munmap(array);
  });

  it('shared with children: only as far as address space was set aside', () => {
    const array = mapAnonymous(uint8, pageSize, { shared: true });
    array.fill(4);
    expect(codeOf(() => array.mapping.resize(pageSize + 1))).toBe('ERR_UNSUPPORTED');
    array.mapping.resize(1);
    expect([array.length, array.get(0)]).toEqual([1, 4]);
    munmap(array);
    const roomy = mapAnonymous(uint8, pageSize, { shared: true, maxByteLength: 3 * pageSize });
    roomy.mapping.resize(3 * pageSize);
    roomy.fill(5);
    roomy.mapping.resize(pageSize);
    roomy.mapping.resize(2 * pageSize);
    expect([roomy.get(pageSize - 1), roomy.at(-1)]).toEqual([5, 0]);
    munmap(roomy);
  });

  it('is refused where others have the pages', async () => {
    const array = mapFile(fileOf(Buffer.alloc(4 * pageSize)), { access: 'read-write' });
    const resize = () => codeOf(() => array.mapping.resize(8 * pageSize));
    const release = array.mapping.hold();
    expect(resize()).toBe('EBUSY');
    release();
    const flushed = array.mapping.flush();
    expect([resize(), array.length]).toEqual(['EBUSY', 4 * pageSize]);
    await flushed;
    array.share();
    expect(resize()).toBe('ERR_UNSUPPORTED');
    array.set(0, 1);
    munmap(array);
  });

  it('is refused for pages that differ, and where pages are at fault', () => {
    const path = fileOf(Buffer.alloc(4 * pageSize, 1));
    const array = mapFile(path, { access: 'read-write' });
    array.mapping.protect('read', pageSize, pageSize);
    expect([codeOf(() => array.mapping.resize(8 * pageSize)), statSync(path).size]).toEqual([
      'EFAULT',
      4 * pageSize,
    ]);
    expect([array.get(0), array.length]).toEqual([1, 4 * pageSize]);
    array.mapping.protect('read-write');
    writeFileSync(path, Buffer.alloc(pageSize, 2));
    expect(codeOf(() => array.fill(0, pageSize))).toBe('ERR_MAPPING_FAULT');
    expect(codeOf(() => array.mapping.resize(8 * pageSize))).toBe('ERR_MAPPING_FAULT');
    array.mapping.remap();
    array.mapping.resize(8 * pageSize);
    expect([array.get(0), array.at(-1), statSync(path).size]).toEqual([2, 0, 8 * pageSize]);
    writeFileSync(path, Buffer.alloc(pageSize, 3));
    expect(codeOf(() => array.slice(6 * pageSize))).toBe('ERR_MAPPING_FAULT');
    munmap(array);
  });

  it('refuses what is no length', () => {
    const array = mapAnonymous(uint8, pageSize);
    const { mapping } = array;
    const wrong = [-1, 1.5, Number.NaN, 2 ** 53, '1', undefined, null];
    const type = 'ERR_INVALID_ARG_TYPE';
    const range = 'ERR_OUT_OF_RANGE';
    expect(wrong.map((length) => codeOf(() => mapping.resize(length as number)))).toEqual([
      ...[range, range, range, range, type, type, type],
    ]);
    expect(codeOf(() => mapping.resize(1, { mayMove: 1 as unknown as boolean }))).toBe(type);
    expect(codeOf(() => mapping.resize(1, { maymove: true } as object))).toBe('ERR_INVALID_ARG_VALUE');
    expect([codeOf(() => mapping.resize(0)), codeOf(() => mapping.resize(2 ** 46))]).toEqual([
      'EINVAL',
      'ENOMEM',
    ]);
    mapping.resize(BigInt(pageSize + 1));
    expect(array.length).toBe(pageSize + 1);
    munmap(array);
  });
});

function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}
