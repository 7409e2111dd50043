import { bold, dim } from '../style.js';
import { counted, grouped, shortBytes } from '../text.js';
import { visible } from '../visible.js';
import { type Entry, percentText } from './entry.js';
import type { Outcome } from './report.js';
import { skippedText } from './skipped.js';

export const untold = 'the system tells it to those only who own the file or may write it';

/** ` 50.0%  131,072 of 262,144 pages  FILE`. */
export function figures({ path, pages, resident }: Entry): string {
  const name = bold(visible(path));
  if (resident === null) return `     ?  of ${counted(pages, 'page')}: ${untold}  ${name}`;
  const percent = percentText(resident, pages).padStart(6);
  return pages === 0
    ? `${percent}  no pages  ${name}`
    : `${percent}  ${grouped(resident)} of ${counted(pages, 'page')}  ${name}`;
}

/** The pages of all files, and what was passed over. */
export function closing({ totals, skipped, failed }: Outcome, pageSize: number): string[] {
  const { files, pages, resident, untoldFiles } = totals;
  const inMemory = `${grouped(resident)} of ${counted(pages, 'page')} in memory`;
  const sizes = `${shortBytes(resident * pageSize)} of ${shortBytes(pages * pageSize)}`;
  const percent = pages === 0 ? '' : `, ${percentText(resident, pages)}`;
  const passed = skippedText(skipped);
  return [
    `${counted(files, 'file')}: ${inMemory}, ${sizes}${percent}`,
    ...(untoldFiles === 0 ? [] : [dim(`not in it: ${counted(untoldFiles, 'file')}, of which ${untold}`)]),
    ...(passed === undefined ? [] : [dim(passed)]),
    ...(failed === 0 ? [] : [dim(`failed: ${grouped(failed)}`)]),
  ];
}
