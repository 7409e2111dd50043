import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { onEveryWay, onNative, onSurvivors, rowsOf } from '../src/faults/run.js';
import { carray } from '../src/packed.js';

const PAGE = carray.pageSize;

const mounted = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], {
  encoding: 'utf8',
});
/** Why no small file system can be had here; undefined where one can. */
const noDisk = mounted.status === 0 ? undefined : `no tmpfs: ${mounted.error?.message ?? mounted.stderr}`;

onSurvivors('pages past the end of the file', (way) => {
  const END = 2 * PAGE;
  const fault = (byte: number, index = byte) => `past-end ${byte} ${index}`;
  const expected = {
    'in front': true,
    'last page': [0, { returned: END - 10 }],
    one: [fault(END + 8), fault(END + 8, END / 4 + 2), fault(END + 8)],
    many: [fault(END), fault(END, END - 5), fault(END, END / 4), fault(END)],
    stores: [fault(END + 8), fault(END), 1],
    grown: [true, []],
    all: true,
    shorter: [`truncated ${PAGE} ${PAGE}`, fault(END + 8)],
  };

  it.each(['mapFile', 'copy', 'mmap', 'mmapPrivate'])('%s: fault until the file has grown', (how) => {
    expect(rowsOf(way, 'ends.cjs', 'pastEnd', { how })).toEqual(expected);
  });

  it('read: the same, but for stores', () => {
    const { stores: _, ...loads } = expected;
    expect(rowsOf(way, 'ends.cjs', 'pastEnd', { how: 'read' })).toEqual(loads);
  });
});

onNative('raw views past the end of the file', (way) => {
  it('are refused; one from when the file was longer survives', () => {
    const fault = (index: number | '-') => `past-end ${2 * PAGE} ${index}`;
    expect(rowsOf(way, 'ends.cjs', 'rawPastEnd')).toEqual({
      refused: [fault(2 * PAGE), fault(2 * PAGE)],
      loaded: [true, 0, 0],
      calls: [fault('-'), { returned: true }],
      faults: [['past-end', 2 * PAGE, 2 * PAGE]],
    });
  });
});

describe.skipIf(noDisk !== undefined)(`a full disk${noDisk === undefined ? '' : ` (${noDisk})`}`, () => {
  onSurvivors('stores into holes', (way) => {
    it('throw ERR_MAPPING_FAULT, and what was there before stays right', () => {
      const at = (byte: number, size: number) => `no-space ${byte} ${byte / size}`;
      const [hole, end] = [2 * PAGE, 8 * PAGE];
      const expected = [1, 4].flatMap((size) => {
        const first = {
          set: at(end - size, size),
          fill: at(hole, size),
          replace: at(end - 3 * size, size),
          copyWithin: at(hole, size),
          readFrom: at(hole, size),
        };
        return Object.entries(first).flatMap(([name, told]) => [
          [`${name} uint${8 * size}`, { first: told, again: told, kinds: ['no-space'], isRight: true }],
          [`${name} uint${8 * size} healed`, [{}, 5, true]],
        ]);
      });
      expect(rowsOf(way, 'ends.cjs', 'smallDisk', { what: 'full' })).toEqual(Object.fromEntries(expected));
    });
  });

  onNative('stores into holes through raw views', (way) => {
    it('are told', () => {
      expect(rowsOf(way, 'ends.cjs', 'smallDisk', { what: 'fullRaw' })).toEqual({
        view: [2, 7],
        calls: [`no-space ${2 * PAGE} -`, { returned: true }, `no-space ${7 * PAGE} ${7 * PAGE}`],
        faults: [[['no-space', 2 * PAGE, 6 * PAGE]], true],
      });
    });
  });

  onEveryWay('a file that cannot grow so far', (way) => {
    it('ENOSPC at once; it is what it was, and is gone where it was made', () => {
      const refused = { name: 'SystemError', code: 'ENOSPC', syscall: 'posix_fallocate' };
      expect(rowsOf(way, 'ends.cjs', 'smallDisk', { what: 'grow' })).toEqual({
        grow: refused,
        file: [4 * PAGE, true],
        create: refused,
        made: false,
        left: true,
        fits: [2 * PAGE, 2 * PAGE],
      });
    });
  });
});
