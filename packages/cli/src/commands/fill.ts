import { MS_SYNC } from 'carray';
import { elementTypeOf } from '../element-type.js';
import { changeLines } from '../elements/change-text.js';
import { offsetText } from '../elements/offset-text.js';
import { type Elements, withElements } from '../elements/open.js';
import type { RegionOptions } from '../elements/region.js';
import { apply, type Store, storesOf } from '../elements/stores.js';
import { UsageError } from '../errors.js';
import { apiOf, type GlobalOptions } from '../library.js';
import { write } from '../output.js';
import { bytes, counted } from '../text.js';

export interface FillOptions extends GlobalOptions, RegionOptions {
  readonly type: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

/** `carray fill FILE VALUE`. */
export async function fill(file: string, value: string, options: FillOptions): Promise<void> {
  requireWhere(options);
  const type = elementTypeOf(options.type);
  const stores = storesOf(value, type);
  const access = options.dryRun ? 'read' : 'read-write';
  const lines = await withElements(file, type, { ...options, access }, (elements) => {
    requireWholeElements(elements);
    if (options.dryRun) return [`would fill ${placeOf(elements)}`, ...firstChange(elements, stores)];
    apply(stores, elements.array);
    if (elements.array.length > 0) apiOf(options).msync(elements.bytes, MS_SYNC);
    return [`filled ${placeOf(elements)}`];
  });
  await write(`${lines.join('\n')}\n`);
}

function requireWhere({ range, offset, count, all }: FillOptions): void {
  const isSaid = range !== undefined || offset !== undefined || count !== undefined;
  if (isSaid !== (all === true)) return;
  throw new UsageError(
    isSaid
      ? '--all is the whole file: --range, --offset and --count are not allowed beside it'
      : 'where? --range, --offset and --count say it, or --all for the whole file',
  );
}

function requireWholeElements({ path, type, byteLength }: Elements): void {
  const rest = byteLength % type.size;
  if (rest === 0) return;
  throw new RangeError(
    `${path}: ${counted(byteLength, 'byte')} are no whole elements of ${type.name}, of ${counted(type.size, 'byte')} each: ${counted(byteLength - rest, 'byte')} or ${byteLength - rest + type.size} are allowed`,
  );
}

function placeOf({ array, type, byteOffset, byteLength }: Elements): string {
  const range = `${offsetText(byteOffset)} to ${offsetText(byteOffset + byteLength)}`;
  return `${counted(array.length, 'element')} of ${type.name}, ${bytes(byteLength)}, from ${range}`;
}

function firstChange({ array, byteOffset }: Elements, stores: readonly Store[]): string[] {
  if (array.length === 0) return [];
  const before = array.slice(0, 1);
  const after = before.slice();
  apply(stores, after);
  return changeLines(stores, before, after, byteOffset).map((line) => `the first: ${line}`);
}
