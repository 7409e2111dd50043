import { closeSync, openSync, readSync } from 'node:fs';
import { facts, hexBytes } from '../text.js';
import type { Step } from './step.js';

const EDITED_BYTES = 8;

export const copyOnWriteStep: Step = {
  title: 'Edits that stay in this process (copy-on-write)',
  run({ api, path, file }) {
    if (file.length === 0) return facts([['nothing', 'to edit in an empty file']]);
    const before = firstBytes(path);
    const copy = api.mapFile(path, { access: 'copy-on-write', length: before.length });
    try {
      for (let index = 0; index < before.length; index++) copy.set(index, 0xff - copy.get(index));
      const after = firstBytes(path);
      if (!after.equals(before)) throw new Error(`a copy-on-write mapping changed '${path}'`);
      return facts([
        ['in the mapping', `${hexBytes(copy.subarray(0, before.length))}   every bit turned over`],
        ['in the file', `${hexBytes(after)}   unchanged, says node:fs`],
      ]);
    } finally {
      api.munmap(copy);
    }
  },
};

/** The first bytes of the file as node:fs reads them. */
function firstBytes(path: string): Buffer {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(EDITED_BYTES);
    return buffer.subarray(0, readSync(fd, buffer, 0, EDITED_BYTES, 0));
  } finally {
    closeSync(fd);
  }
}
