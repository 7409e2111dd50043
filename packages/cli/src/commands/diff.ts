import { type Difference, differences } from '../diff/compare.js';
import { elementTypeOf } from '../element-type.js';
import { JsonList, Lines } from '../elements/lines.js';
import { type Elements, withElements } from '../elements/open.js';
import type { RegionOptions } from '../elements/region.js';
import { AlreadyTold } from '../errors.js';
import type { GlobalOptions } from '../library.js';
import { Progress } from '../progress.js';
import { counted, grouped, offsetText } from '../text.js';
import { jsonOf, lineOf, type TextOf } from '../values/value-text.js';
import { visible } from '../visible.js';

export interface DiffOptions extends GlobalOptions, RegionOptions {
  readonly type: string;
  /** Differences to print; Infinity for all. */
  readonly limit: number;
  readonly exitCode?: boolean;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

interface Pair {
  readonly a: Elements;
  readonly b: Elements;
  /** Elements that both have. */
  readonly compared: number;
  /** Whether the bytes behind the last whole element differ, of those that both have. */
  readonly restDiffers: boolean;
}

/** `carray diff A B`. */
export async function diff(pathA: string, pathB: string, options: DiffOptions): Promise<void> {
  const type = elementTypeOf(options.type);
  const areSame = await withElements(pathA, type, options, (a) =>
    withElements(pathB, type, options, async (b) => {
      const compared = Math.min(a.array.length, b.array.length);
      const pair = { a, b, compared, restDiffers: restDiffers(a, b, compared * type.size) };
      const differing = await (options.json ? asJson : asLines)(pair, options);
      return isSame(pair, differing);
    }),
  );
  if (options.exitCode && !areSame) throw new AlreadyTold('they differ');
}

const differencesIn = ({ a, b, compared }: Pair): Iterable<Difference> =>
  differences(a.array, b.array, new Progress({ total: compared * a.type.size }));

const isSame = ({ a, b, restDiffers }: Pair, differing: number): boolean =>
  differing === 0 && !restDiffers && a.byteLength === b.byteLength;

function restDiffers(a: Elements, b: Elements, from: number): boolean {
  const to = Math.min(a.byteLength, b.byteLength);
  const [restA, restB] = [a, b].map(({ bytes }) => bytes.subarray(from, to).toBuffer());
  return restA !== undefined && restB !== undefined && !restA.equals(restB);
}

async function asLines(pair: Pair, { limit, verbose }: DiffOptions): Promise<number> {
  const lines = new Lines();
  const { type, byteOffset } = pair.a;
  const text = lineOf(type);
  let differing = 0;
  for (const difference of differencesIn(pair)) {
    if (differing++ >= limit) continue;
    const { index } = difference;
    const [a, b] = (['a', 'b'] as const).map((of) => text(difference.value(of)));
    const line = `${index}  ${offsetText(byteOffset + index * type.size)}  ${a}  ${b}\n`;
    if (lines.add(line)) await lines.flush();
  }
  for (const line of summary(pair, differing, limit, verbose === true)) lines.add(`${line}\n`);
  await lines.flush();
  return differing;
}

function summary(pair: Pair, differing: number, limit: number, isVerbose: boolean): string[] {
  const { a, b, compared } = pair;
  const elements = `${counted(compared, 'element')} of ${a.type.name}`;
  if (isSame(pair, differing))
    return isVerbose ? [`the same: ${elements}, ${counted(a.byteLength, 'byte')}`] : [];
  const more = differing > limit ? `, ${grouped(differing - limit)} of them not shown` : '';
  const lines = [`${grouped(differing)} of ${elements} ${differing === 1 ? 'differs' : 'differ'}${more}`];
  const rest = Math.min(a.byteLength, b.byteLength) - compared * a.type.size;
  if (pair.restDiffers)
    lines.push(
      rest === 1
        ? 'the last byte, no whole element, differs'
        : `the last ${grouped(rest)} bytes, no whole element, differ`,
    );
  if (a.byteLength !== b.byteLength) {
    lines.push(
      `the sizes differ: ${visible(a.path)} has ${counted(a.byteLength, 'byte')}, ${visible(b.path)} ${grouped(b.byteLength)}`,
    );
  }
  return lines;
}

async function asJson(pair: Pair, { limit }: DiffOptions): Promise<number> {
  const { a, b, compared } = pair;
  const [fileA, fileB] = [a, b].map(
    ({ path, byteOffset, byteLength }) =>
      `{"path":${JSON.stringify(path)},"byteOffset":${byteOffset},"byteLength":${byteLength}}`,
  );
  const head = `{"a":${fileA},"b":${fileB},"type":${JSON.stringify(a.type.name)}`;
  const output = new JsonList(head, 'differences');
  const text = jsonOf(a.type);
  let differing = 0;
  for (const difference of differencesIn(pair)) {
    if (differing++ < limit && output.add(itemOf(difference, a, text))) await output.flush();
  }
  await output.end(
    `"compared":${compared},"differing":${differing},"restDiffers":${pair.restDiffers},"same":${isSame(pair, differing)}}`,
  );
  return differing;
}

function itemOf(difference: Difference, { type, byteOffset }: Elements, text: TextOf): string {
  const { index } = difference;
  const [a, b] = (['a', 'b'] as const).map((of) => text(difference.value(of)));
  return `{"index":${index},"offset":${byteOffset + index * type.size},"a":${a},"b":${b}}`;
}
