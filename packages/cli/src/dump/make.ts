import { csv } from './csv.js';
import type { Format, FormatName, Looks, Subject } from './format.js';
import { hex } from './hex.js';
import { likeHexdump } from './hexdump.js';
import { json } from './json.js';
import { ndjson } from './ndjson.js';
import { likeOd } from './od.js';
import { raw } from './raw.js';
import { table } from './table.js';
import { likeXxd } from './xxd.js';

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
