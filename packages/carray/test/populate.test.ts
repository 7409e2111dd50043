import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  MADV_GUARD_INSTALL,
  MADV_POPULATE_READ,
  MADV_POPULATE_WRITE,
  madvise,
  munmap,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
  uint8,
} from '../src/index.js';
import { nextPieceBytes } from '../src/memory/populate.js';
import { asked, fakeApi } from './support/api.js';
import { FAULT, NO_ACCESS, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';
import { illegal } from './support/ranges.js';
import { rejectionOf, scriptedApi } from './support/scripted.js';
import { mapped, page, path, total } from './support/synced.js';
import { notCounts } from './support/values.js';

const { EBUSY, EFAULT, EINVAL } = constants.errno;
const READ = MADV_POPULATE_READ;
const WRITE = MADV_POPULATE_WRITE;
const CHUNK = 2 ** 24;

describe('the advice of populateSync', () => {
  const advised = (asks: (api: ReturnType<typeof fakeApi>) => { mapping: { populateSync(): void } }) => {
    const api = fakeApi({ pageSize: page });
    asks(api).mapping.populateSync();
    return asked(api.fake, 'advise');
  };

  it('is to store into memory of its own', () => {
    expect(advised(({ mapAnonymous }) => mapAnonymous(uint8, 100))).toEqual([[0, 100, WRITE]]);
    expect(advised(({ mapAnonymous }) => mapAnonymous(uint8, 100, { shared: true }))).toEqual([
      [0, 100, WRITE],
    ]);
  });

  it.each(['read', 'read-write', 'copy-on-write'] as const)(
    'is to read of files: none gets dirty, none is copied: %s',
    (access) => {
      expect(advised(({ mapFile }) => mapFile(path, { access }))).toEqual([[0, 4 * page, READ]]);
    },
  );

  it('follows the protection, run by run', () => {
    const { mapAnonymous, fake } = fakeApi({ pageSize: page });
    const { mapping } = mapAnonymous(uint8, 4 * page);
    mapping.protect('read', page, page);
    mapping.populateSync(10, 3 * page);
    expect(asked(fake, 'advise')).toEqual([
      [0, page, WRITE],
      [page, page, READ],
      [2 * page, page + 10, WRITE],
    ]);
  });
});

describe.each(['populateSync', 'populate'] as const)('mapping.%s', (method) => {
  const calls = method === 'populate' ? 'adviseAsync' : 'advise';
  const populate = async ({ mapping }: ReturnType<typeof mapped>['array'], ...range: readonly unknown[]) =>
    Reflect.apply(mapping[method], mapping, range);

  it.each<[readonly unknown[], number[][]]>([
    [[], [[0, total, READ]]],
    [[undefined, 10], [[0, 10, READ]]],
    [[page + 1], [[page, total - page, READ]]],
    [[BigInt(page) + 1n, 5n], [[page, 6, READ]]],
    [[total], []],
    [[7, 0], []],
  ])('%o asks for %o', async (range, expected) => {
    const { array, fake } = mapped();
    expect(await populate(array, ...range)).toBe(undefined);
    expect(asked(fake, calls)).toEqual(expected);
  });

  it('refuses ranges, and what is no count', async () => {
    const { array, fake } = mapped();
    for (const [range, message] of illegal) await expect(populate(array, ...range)).rejects.toThrow(message);
    for (const [count, expected] of notCounts) {
      expect(await rejectionOf(populate(array, count))).toBe(expected);
      expect(await rejectionOf(populate(array, 0, count))).toBe(expected);
    }
    expect(asked(fake, calls)).toEqual([]);
  });

  it('refuses what cannot be read, and does nothing then', async () => {
    const { array, fake } = mapped();
    array.mapping.protect('none', 2 * page, page);
    expect(await rejectionOf(populate(array))).toBe(NO_ACCESS);
    expect(asked(fake, calls)).toEqual([]);
    await populate(array, 0, 2 * page);
    const guarded = fakeApi({ pageSize: page }).mapAnonymous(uint8, 2 * page);
    madvise(guarded, MADV_GUARD_INSTALL, page, page);
    expect(await rejectionOf(populate(guarded))).toBe(NO_ACCESS);
  });

  it('refuses pages that are known to be at fault, until they are healed', async () => {
    const { mapFile, fake } = fakeApi({ pageSize: page });
    const array = mapFile(path, { access: 'read-write' });
    fake.fault(array.mapping.region?.id ?? 0, 2 * page, 1);
    expect(() => array.get(2 * page)).toThrow();
    expect(await rejectionOf(populate(array))).toBe(FAULT);
    await populate(array, 0, 2 * page);
    array.mapping.remap();
    await populate(array);
  });

  it('throws what the system says', async () => {
    const { array, fake } = mapped();
    for (const errno of [EINVAL, EBUSY]) {
      fake.failNext(calls, errno);
      await expect(populate(array, page, 9)).rejects.toMatchObject({
        errno: -errno,
        ...{ syscall: 'madvise', path, info: { byteOffset: page, byteLength: 9, argument: READ } },
      });
    }
  });

  it.each([0, 1, 2, 3, 6, 7])('names the first byte that cannot be had: in page %i', async (lost) => {
    const edge = lost * page;
    const answer = (_region: number, byteOffset: number, byteLength: number, _advice: number) =>
      byteOffset + byteLength > edge ? -EFAULT : 0;
    const { mapFile, fake } = scriptedApi(
      () => ({ advise: answer, adviseAsync: async (...given) => answer(...given) }),
      { pageSize: page },
    );
    const file = fileOf(pattern(7 * page + 100));
    const array = mapFile(file, { access: 'read-write', byteOffset: page, length: 6 * page + 100 });
    if (lost === 7) return expect(await populate(array, 0, 6 * page)).toBe(undefined);
    const settled = populate(array);
    await expect(settled).rejects.toMatchObject({ code: 'ERR_MAPPING_FAULT', path: file, byteOffset: edge });
    await expect(settled).rejects.toThrow(`Cannot access byte ${page + edge} of '${file}'`);
    // It was not lost: the next access finds out for itself.
    expect([array.mapping.faults, array.get(edge), asked(fake, 'markFault')]).toEqual([
      [],
      expect.anything(),
      [],
    ]);
  });

  it('is no more after unmapping, and nothing for an empty file', async () => {
    const { array, fake } = mapped();
    munmap(array);
    expect(await rejectionOf(populate(array))).toBe(UNMAPPED);
    expect(await rejectionOf(populate(array, 0, 0))).toBe(UNMAPPED);
    expect(asked(fake, calls)).toEqual([]);
    const empty = fakeApi().mapFile(fileOf(new Uint8Array()));
    expect(await populate(empty)).toBe(undefined);
  });
});

describe('mapping.populate of much', () => {
  const large = () => {
    const { mapAnonymous, fake } = fakeApi({ pageSize: page });
    return { array: mapAnonymous(uint8, 2 * CHUNK + page + 5), fake };
  };

  it('goes by pieces, one after the other', async () => {
    const { array, fake } = large();
    const populated = array.mapping.populate(page + 1, 2 * CHUNK);
    expect(asked(fake, 'adviseAsync').length).toBe(1);
    expect(await populated).toBe(undefined);
    const pieces = asked(fake, 'adviseAsync');
    expect(pieces[0]).toEqual([page, CHUNK, WRITE]);
    let at = page;
    for (const [from, size = 0, advice] of pieces) {
      expect([from, advice, size <= 2 * CHUNK]).toEqual([at, WRITE, true]);
      at += size;
    }
    expect(at).toBe(page + 2 * CHUNK + 1);
  });

  it('rejects where the mapping ends before the last piece is begun, and the pages go', async () => {
    const { array, fake } = large();
    const populated = array.mapping.populate();
    munmap(array);
    expect(fake.liveRegions()).toBe(1);
    expect(await rejectionOf(populated)).toBe(UNMAPPED);
    expect(asked(fake, 'adviseAsync').length).toBe(1);
    await new Promise(setImmediate);
    expect(fake.liveRegions()).toBe(0);
  });

  it('resolves where it ends while the last piece is under way', async () => {
    const { array } = large();
    const populated = array.mapping.populate(0, CHUNK);
    munmap(array);
    expect(await populated).toBe(undefined);
  });

  it('looks at the protection anew for each piece', async () => {
    const { array, fake } = large();
    const populated = array.mapping.populate();
    array.mapping.protect(PROT_READ, CHUNK, page);
    array.mapping.protect(PROT_NONE, CHUNK + page, page);
    expect(await rejectionOf(populated)).toBe(NO_ACCESS);
    expect(asked(fake, 'adviseAsync')).toEqual([[0, CHUNK, WRITE]]);
    const again = array.mapping.populate(0, CHUNK + page);
    expect(await again).toBe(undefined);
    expect(asked(fake, 'adviseAsync').slice(1)).toEqual([
      [0, CHUNK, WRITE],
      [CHUNK, page, READ],
    ]);
  });

  it('rejects with what happened, also where the mapping has ended meanwhile', async () => {
    const { array, fake } = large();
    fake.failNext('adviseAsync', EFAULT);
    const populated = array.mapping.populate();
    munmap(array);
    expect(await rejectionOf(populated)).toBe('SystemError EFAULT');
  });
});

it('a protection for stores alone is not enough to store by advice', () => {
  const { mapAnonymous, fake } = fakeApi({ pageSize: page });
  const { mapping } = mapAnonymous(uint8, page);
  mapping.protect(PROT_WRITE);
  expect(refusal(() => mapping.populateSync())).toBe(NO_ACCESS);
  expect(thrownBy(() => mapping.populateSync()).message).toContain('protected against reading');
  expect(asked(fake, 'advise')).toEqual([]);
});

describe('the length of the next piece', () => {
  it.each([
    [CHUNK, 0, 2 * CHUNK],
    [CHUNK, 1.9, 2 * CHUNK],
    [CHUNK, 2, CHUNK],
    [CHUNK, 8, CHUNK],
    [CHUNK, 8.1, CHUNK / 2],
    [16 * CHUNK, 0, 16 * CHUNK],
    [CHUNK / 4, 1000, CHUNK / 4],
    [CHUNK / 2, Number.POSITIVE_INFINITY, CHUNK / 4],
  ])('after %i bytes in %d ms is %i', (byteLength, milliseconds, expected) => {
    expect(nextPieceBytes(byteLength, milliseconds)).toBe(expected);
  });
});
