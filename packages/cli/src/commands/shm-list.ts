import { columns } from '../columns.js';
import type { GlobalOptions } from '../library.js';
import { write } from '../output.js';
import { type SharedName, sharedNames } from '../system/shared-names.js';
import { grouped } from '../text.js';
import { visible } from '../visible.js';

export interface ListOptions extends GlobalOptions {
  readonly json?: boolean;
}

const headings = [
  { heading: 'bytes', alignsRight: true },
  { heading: 'owner' },
  { heading: 'changed' },
  { heading: 'mapped by', alignsRight: true },
  { heading: 'name' },
];

/** `carray shm list`. */
export async function listSharedMemory({ json }: ListOptions): Promise<void> {
  const names = sharedNames();
  const text = json ? JSON.stringify({ names }, undefined, 2) : columns(headings, names.map(row)).join('\n');
  await write(`${text}\n`);
}

function row({ name, byteLength, owner, changed, mappedBy }: SharedName): string[] {
  const second = changed.toISOString().replace(/\.\d+/, '');
  return [grouped(byteLength), owner, second, mappedBy === undefined ? '?' : String(mappedBy), visible(name)];
}
