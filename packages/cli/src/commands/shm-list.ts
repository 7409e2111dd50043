import { columns } from '../columns.js';
import { write } from '../output.js';
import { type SharedName, sharedNames } from '../system/shared-names.js';
import { grouped } from '../text.js';
import { visible } from '../visible.js';

const list = [
  { heading: 'bytes', alignsRight: true },
  { heading: 'owner' },
  { heading: 'changed' },
  { heading: 'mapped by', alignsRight: true },
  { heading: 'name' },
];

/** `carray shm list`. */
export async function listSharedMemory(): Promise<void> {
  await write(`${columns(list, sharedNames().map(row)).join('\n')}\n`);
}

function row({ name, byteLength, owner, modified, users }: SharedName): string[] {
  const changed = modified.toISOString().replace(/\.\d+/, '');
  return [grouped(byteLength), owner, changed, users === undefined ? '?' : String(users), visible(name)];
}
