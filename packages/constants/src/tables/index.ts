import { advice } from './advice.js';
import { code } from './code.js';
import { fileAdvice } from './file-advice.js';
import { historic } from './historic.js';
import { hugePages } from './huge-pages.js';
import { inheritance } from './inheritance.js';
import { locking } from './locking.js';
import { memoryControl } from './memory-control.js';
import { memoryFile } from './memory-file.js';
import { paging } from './paging.js';
import { placement } from './placement.js';
import { posixAdvice } from './posix-advice.js';
import { protection } from './protection.js';
import { protectionKeys } from './protection-keys.js';
import { remap } from './remap.js';
import { residency } from './residency.js';
import { seals } from './seals.js';
import { sharing } from './sharing.js';
import { sync } from './sync.js';

/** Every table, in the order of the documentation. */
export const tables = [
  protection,
  protectionKeys,
  sharing,
  placement,
  hugePages,
  paging,
  code,
  historic,
  inheritance,
  advice,
  posixAdvice,
  fileAdvice,
  sync,
  locking,
  memoryControl,
  remap,
  memoryFile,
  seals,
  residency,
] as const;
