import { MS_SYNC } from 'carray';
import { elementTypeOf } from '../element-type.js';
import { changeLines } from '../elements/change-text.js';
import { type Elements, withElements } from '../elements/open.js';
import type { RegionOptions } from '../elements/region.js';
import { UsageError } from '../errors.js';
import { apiOf, type GlobalOptions } from '../library.js';
import { write } from '../output.js';
import { Progress } from '../progress.js';
import { bytes, counted, offsetText } from '../text.js';
import { apply, type Store, storesOf } from '../values/stores.js';

const PIECE_BYTES = 2 ** 26;

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
    fillAll(elements, stores, options);
    return [`filled ${placeOf(elements)}`];
  });
  await write(`${lines.join('\n')}\n`);
}

function requireWhere({ range, offset, count, all }: FillOptions): void {
  if (all || range !== undefined || offset !== undefined || count !== undefined) return;
  throw new UsageError('where? --range, --offset and --count say it, or --all for the whole file');
}

function requireWholeElements({ path, type, byteLength }: Elements): void {
  const rest = byteLength % type.size;
  if (rest === 0) return;
  throw new RangeError(
    `${path}: ${counted(byteLength, 'byte')} are no whole elements of ${type.name}, of ${counted(type.size, 'byte')} each: ${counted(byteLength - rest, 'byte')} or ${byteLength - rest + type.size} are allowed`,
  );
}

/** Piece by piece, so that the bar moves with what is on the disk. */
function fillAll(
  { array, byteLength, type }: Elements,
  stores: readonly Store[],
  options: GlobalOptions,
): void {
  const { msync } = apiOf(options);
  const progress = new Progress({ total: byteLength });
  const step = Math.ceil(PIECE_BYTES / type.size);
  for (let from = 0; from < array.length; from += step) {
    const piece = array.subarray(from, from + step);
    apply(stores, piece);
    msync(piece, MS_SYNC);
    progress.add(piece.byteLength);
  }
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
