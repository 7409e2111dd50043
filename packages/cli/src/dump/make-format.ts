import { csv } from './csv.js';
import type { Format, FormatName, Looks, Subject } from './format.js';
import { hex } from './hex.js';
import { json, ndjson } from './json.js';
import { likeHexdump, likeOd, likeXxd } from './like.js';
import { raw } from './raw.js';
import { table } from './table.js';

const makers: Readonly<Record<FormatName, (subject: Subject, looks: Looks) => Format>> = {
  table,
  hex,
  json,
  ndjson,
  csv,
  raw,
  od: likeOd,
  xxd: likeXxd,
  hexdump: likeHexdump,
};

/** The format of one file. */
export const makeFormat = (subject: Subject, looks: Looks): Format => makers[looks.format](subject, looks);
