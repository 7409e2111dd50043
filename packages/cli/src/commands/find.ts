import type { ElementType } from 'carray';
import { elementTypeOf } from '../element-type.js';
import { documentHead, JsonList, Lines } from '../elements/lines.js';
import { type Elements, withElements } from '../elements/open.js';
import type { RegionOptions } from '../elements/region.js';
import { UsageError } from '../errors.js';
import { hexPattern, textPattern } from '../find/pattern.js';
import { elementPlaces, patternPlaces } from '../find/search.js';
import type { GlobalOptions } from '../library.js';
import { tell, write } from '../output.js';
import { Progress } from '../progress.js';
import { offsetText } from '../text.js';
import { asLoaded, storesOf } from '../values/stores.js';

export interface FindOptions extends GlobalOptions, Omit<RegionOptions, 'count'> {
  readonly type: string;
  readonly hex?: string;
  readonly text?: string;
  readonly max?: number;
  /** Whether only the number of matches is asked for. */
  readonly count?: boolean;
  readonly json?: boolean;
}

/** The first byte of each match, or its element: `unit` bytes from one to the next. */
interface Search {
  readonly unit: number;
  places(elements: Elements, progress: Progress): Iterable<number>;
}

interface Match {
  readonly index: number;
  readonly offset: number;
}

/** `carray find FILE [VALUE]`. */
export async function find(file: string, value: string | undefined, given: FindOptions): Promise<void> {
  const { count: isCount, ...options } = given;
  const type = elementTypeOf(options.type);
  const search = searchOf(value, options, type);
  const found = await withElements(file, type, options, async (elements) => {
    const most = options.max ?? Infinity;
    if (isCount) return asCount(placesIn(elements, search), most, elements, options);
    const list = matchesIn(elements, search, most);
    return options.json ? asJson(list, elements) : asLines(list);
  });
  if (found === 0 && !isCount && !options.json) tell(`${file}: no match`);
}

function searchOf(value: string | undefined, { hex, text }: FindOptions, type: ElementType): Search {
  if ([value, hex, text].filter((each) => each !== undefined).length !== 1) {
    throw new UsageError('what? One of a value, --hex and --text is needed');
  }
  if (value !== undefined) {
    const wanted = asLoaded(storesOf(value, type), type);
    return { unit: type.size, places: ({ array }, progress) => elementPlaces(array, wanted, progress) };
  }
  const pattern = hex !== undefined ? hexPattern(hex) : textPattern(text ?? '');
  return { unit: 1, places: ({ bytes }, progress) => patternPlaces(bytes, pattern, progress) };
}

const placesIn = (elements: Elements, { places }: Search): Iterable<number> =>
  places(elements, new Progress({ total: elements.byteLength }));

function* matchesIn(elements: Elements, search: Search, most: number): Generator<Match> {
  const { type, byteOffset } = elements;
  let count = 0;
  for (const place of placesIn(elements, search)) {
    const at = place * search.unit;
    yield { index: Math.floor(at / type.size), offset: byteOffset + at };
    if (++count >= most) return;
  }
}

async function asLines(list: Iterable<Match>): Promise<number> {
  const lines = new Lines();
  let count = 0;
  for (const { index, offset } of list) {
    if (lines.add(`${offsetText(offset)}  ${index}\n`)) await lines.flush();
    count++;
  }
  await lines.flush();
  return count;
}

async function asJson(list: Iterable<Match>, elements: Elements): Promise<number> {
  const output = new JsonList(documentHead(elements), 'matches');
  let count = 0;
  for (const { index, offset } of list) {
    if (output.add(`{"offset":${offset},"index":${index}}`)) await output.flush();
    count++;
  }
  await output.end(`"count":${count}}`);
  return count;
}

async function asCount(
  places: Iterable<number>,
  most: number,
  elements: Elements,
  { json }: FindOptions,
): Promise<number> {
  let count = 0;
  for (const _ of places) if (++count >= most) break;
  await write(json ? `${documentHead(elements)},"count":${count}}\n` : `${count}\n`);
  return count;
}
