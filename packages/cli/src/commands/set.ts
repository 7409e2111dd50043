import { MS_SYNC } from 'carray';
import type { Position } from '../arguments/position.js';
import { elementTypeOf } from '../element-type.js';
import { changeLines } from '../elements/change-text.js';
import { elementAt } from '../elements/element-at.js';
import { type Elements, withElements } from '../elements/open.js';
import { apiOf, type GlobalOptions } from '../library.js';
import { write } from '../output.js';
import { offsetText } from '../text.js';
import { apply, type Store, storesOf } from '../values/stores.js';
import { lineOf } from '../values/value-text.js';

export interface SetOptions extends GlobalOptions {
  readonly type: string;
  readonly offset?: Position;
  readonly dryRun?: boolean;
}

/** `carray set FILE INDEX VALUE`. */
export async function set(file: string, index: number, value: string, options: SetOptions): Promise<void> {
  const type = elementTypeOf(options.type);
  const stores = storesOf(value, type);
  const access = options.dryRun ? 'read' : 'read-write';
  const endlessCount = index < 0 ? undefined : index + 1;
  const text = await withElements(file, type, { ...options, access, endlessCount }, (elements) => {
    const at = elementAt(index, elements.array.length, file);
    return options.dryRun ? tried(elements, at, stores) : stored(elements, at, stores, options);
  });
  await write(text);
}

function tried({ array, byteOffset, type }: Elements, at: number, stores: readonly Store[]): string {
  const before = array.slice(at, at + 1);
  const after = before.slice();
  apply(stores, after);
  const lines = changeLines(stores, before, after, byteOffset + at * type.size);
  return lines.map((line) => `would change ${line}\n`).join('');
}

function stored(
  { array, byteOffset, type }: Elements,
  at: number,
  stores: readonly Store[],
  options: GlobalOptions,
): string {
  const element = array.subarray(at, at + 1);
  const text = lineOf(type);
  const before = text(element.get(0));
  apply(stores, element);
  apiOf(options).msync(element, MS_SYNC);
  const place = `${at} at ${offsetText(byteOffset + at * type.size)}`;
  return `${place}: ${before} → ${text(element.get(0))}\n`;
}
