import type { ElementType } from 'carray';
import { type FormatName, isOfBytes, type Looks, type likeNames } from '../dump/format.js';
import { type Heading, headingFor } from '../dump/heading.js';
import { print } from '../dump/print.js';
import { elementTypeOf } from '../element-type.js';
import { type Elements, withElements } from '../elements/open.js';
import type { RegionOptions } from '../elements/region.js';
import { UsageError } from '../errors.js';
import { forEachFile } from '../files.js';
import { type GlobalOptions, guardedApiOf } from '../library.js';
import { lineColumns, tell } from '../output.js';
import { interruptible } from '../signals.js';
import { endColours, hasColours } from '../style.js';
import { counted } from '../text.js';

export interface DumpOptions extends GlobalOptions, RegionOptions {
  readonly type?: string;
  readonly format?: FormatName;
  readonly like?: (typeof likeNames)[number];
  readonly width?: number;
  readonly squeeze: boolean;
}

interface Job {
  readonly typeText: string;
  readonly type: ElementType;
  readonly looks: Looks;
  /** Whether the end is asked for; else it is the file's. */
  readonly endsEarly: boolean;
  readonly heading: Heading;
}

/** `carray dump FILE...`. */
export async function dump(files: readonly string[], options: DumpOptions): Promise<void> {
  const looks = looksOf(options);
  guardedApiOf(options); // where there is none, that is told once
  const typeText = options.type ?? 'uint8';
  const type = elementTypeOf(typeText);
  const heading = headingFor(looks.format, files.length);
  const endsEarly = options.count !== undefined || options.range !== undefined;
  const job: Job = { typeText, type, looks, endsEarly, heading };
  const dumped = (file: string): Promise<void> =>
    withElements(file, type, options, (elements) => dumpOne(elements, job));
  const all = (): Promise<void> => heading.around(() => forEachFile(files, dumped));
  await (looks.colours ? interruptible(endColours, all) : all());
}

function looksOf(options: DumpOptions): Looks {
  const { like, width, squeeze } = options;
  const format = like ?? options.format ?? (options.type === undefined ? 'hex' : 'table');
  if (width !== undefined && format !== 'hex') {
    throw new UsageError(`--width is for --format hex, and this is ${format}`);
  }
  const { isTTY: isTerminal = false } = process.stdout;
  return { format, width, squeeze, isTerminal, columns: lineColumns(), colours: hasColours() };
}

async function dumpOne({ path, bytes, byteOffset }: Elements, job: Job): Promise<void> {
  const { type, typeText, looks, endsEarly, heading } = job;
  const rest = isOfBytes(looks.format) ? 0 : bytes.length % type.size;
  const byteLength = bytes.length - rest;
  const subject = { file: path, byteOffset, byteLength, endsEarly };
  await heading.before(path);
  await print({ subject, typeText, looks }, type, bytes.subarray(0, byteLength));
  if (rest === 0) return;
  tell(`${path}: ${lastBytes(rest)} not printed: no whole ${type.name}, which has ${type.size}`);
}

const lastBytes = (count: number): string =>
  count === 1 ? 'the last byte is' : `the last ${counted(count, 'byte')} are`;
