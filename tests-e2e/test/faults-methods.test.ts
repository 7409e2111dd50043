import { beforeAll, describe, expect, it } from 'vitest';
import { firstLost, geometry, isLost, type Kind, lengthOf, parts } from '../src/faults/kinds.js';
import { onEveryWay, rowsOf, type Way } from '../src/faults/run.js';
import { carray } from '../src/packed.js';

interface Case {
  readonly access: 'read-write' | 'copy-on-write' | 'read';
  /** Pages that the file keeps, of two. */
  readonly kept: number;
  /** Whether the engine had compiled the use before the file was made shorter. */
  readonly hot: boolean;
  readonly kinds?: readonly Kind[];
}

const few: readonly Kind[] = ['bytes', 'swapped', 'structs', 'column'];
const cases: readonly Case[] = [
  { access: 'read-write', kept: 1, hot: false },
  { access: 'read-write', kept: 1, hot: true },
  { access: 'read-write', kept: 0, hot: false, kinds: few },
  { access: 'read-write', kept: 0, hot: true, kinds: few },
  { access: 'copy-on-write', kept: 0, hot: false, kinds: few },
  { access: 'copy-on-write', kept: 1, hot: true, kinds: few },
  { access: 'read', kept: 0, hot: true, kinds: few },
  { access: 'read', kept: 1, hot: false, kinds: few },
];

/** What is told of one element. */
function single(kind: Kind, use: string): string | undefined {
  const index = lengthOf(kind) - 2;
  const byte = geometry[kind].start + index * geometry[kind].stride;
  const part = kind === 'structs' ? parts[use] : undefined;
  if (part !== undefined) return `truncated ${byte + part.at} ${part.index ?? index}`;
  if (use === 'subarray') return `truncated ${byte} 0`;
  return /^(get|at|set|setAt|replaceEach)$/.test(use) ? `truncated ${byte} ${index}` : undefined;
}

/** These touch elements in an order of their own. */
const isUnordered = (use: string) => /^(lastIndexOf|replace|reverse|shift|copyDown|copyUp)$/.test(use);
const isColumn = (kind: Kind) => kind === 'column' || kind === 'bitField';

/** What is told the first time; true: of any element that is lost. */
function expected(kind: Kind, use: string, kept: number): string | true {
  if (isUnordered(use)) return true;
  if (use === 'writePart') return kept === 0 ? 'truncated 3 0' : `truncated ${kept} ${kept - 3}`;
  return single(kind, use) ?? firstLost(kind, kept);
}

/** What is told the next time, when the page is known: a reference names the struct before it comes to a part of it. */
function expectedAgain(kind: Kind, use: string, kept: number): string | true {
  const ofPart = kind === 'structs' && use in parts;
  return use === 'subarray' || use === 'writePart'
    ? expected(kind, use, kept)
    : (!ofPart && single(kind, use)) || true;
}

interface Row {
  readonly first: unknown;
  readonly again: unknown;
  readonly wrong?: string;
}

/** Each access is a call of the kernel in ffi's way, and single ones are safe only where it was told so. */
const chosen = ({ backend, guard }: Way) =>
  cases.filter(
    ({ access, kept, hot }) =>
      backend === 'native' || !hot || (guard === 'all' && access === 'read-write' && kept === 1),
  );

onEveryWay('methods over a file made shorter', (way) => {
  const bulkOnly = way.backend === 'ffi' && way.guard === undefined;
  const times = way.backend === 'native' ? 3 : 0;

  for (const { access, kept, hot, kinds } of chosen(way)) {
    const left = kept === 0 ? 'nothing' : 'half of it';

    describe(`${access}, ${left} left, ${hot ? 'compiled before' : 'for the first time'}`, () => {
      const end = kept * carray.pageSize;
      let rows: (readonly [kind: Kind, use: string, row: Row])[] = [];
      beforeAll(() => {
        const given = { access, kept, hot, kinds, times, bulkOnly };
        rows = Object.entries(rowsOf(way, 'methods.cjs', 'lost', given)).map(([name, row]) => {
          const [kind, use] = name.split(' ');
          return [kind as Kind, String(use), row as Row];
        });
        expect(rows.length).toBeGreaterThan(30);
      });
      /** Where it may be any element that is lost, the outcome must still name one. */
      const compare = (
        column: boolean,
        which: 'first' | 'again',
        expectation: (kind: Kind, use: string, kept: number) => string | true,
      ) => {
        const chosen = rows.filter(([kind]) => isColumn(kind) === column);
        const seen = chosen.map(([kind, use, { [which]: outcome }]) => {
          const isAny = expectation(kind, use, end) === true && isLost(kind, outcome, end);
          return [kind, use, isAny || outcome];
        });
        expect(seen).toEqual(chosen.map(([kind, use]) => [kind, use, expectation(kind, use, end)]));
      };

      it('each use throws ERR_MAPPING_FAULT, which names file, byte and element', () => {
        compare(false, 'first', expected);
        compare(true, 'first', expected);
      });

      it('and again the next time', () => {
        compare(false, 'again', expectedAgain);
      });

      it('and again the next time, of a column with an element that is lost', () => {
        compare(true, 'again', expectedAgain);
      });

      it('elements that are still in the file stay right', () => {
        const wrong = rows.filter(([, , row]) => row.wrong !== undefined);
        expect(wrong.map(([kind, use, row]) => `${kind} ${use}: ${row.wrong}`)).toEqual([]);
      });
    });
  }
});
