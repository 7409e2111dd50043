import type { Api, ElementType } from 'carray';
import { interruptible } from '../cleanup.js';
import { type FormatName, isOfBytes, type Looks, type likeNames } from '../dump/format.js';
import { type Heading, headingFor } from '../dump/heading.js';
import { type Input, MappedSpan, withInput } from '../dump/input.js';
import { print } from '../dump/print.js';
import { type Selection, spanIn } from '../dump/selection.js';
import { elementTypeOf } from '../element-type.js';
import { UsageError } from '../errors.js';
import { forEachFile } from '../files.js';
import { type GlobalOptions, guardedApiOf } from '../library.js';
import { tell } from '../output.js';
import { endColours, hasColours } from '../style.js';
import { counted } from '../text.js';

export interface DumpOptions extends GlobalOptions, Selection {
  readonly type?: string;
  readonly format?: FormatName;
  readonly like?: (typeof likeNames)[number];
  readonly width?: number;
  readonly squeeze: boolean;
}

interface Job {
  readonly api: Api;
  readonly typeText: string;
  readonly type: ElementType;
  readonly looks: Looks;
  readonly selection: Selection;
  readonly heading: Heading;
}

const COLUMNS = 80; // where there is no terminal

/** `carray dump FILE...`. */
export async function dump(files: readonly string[], options: DumpOptions): Promise<void> {
  const looks = looksOf(options);
  const typeText = options.type ?? 'uint8';
  const type = elementTypeOf(typeText);
  const heading = headingFor(looks.format, files.length);
  const job: Job = { api: guardedApiOf(options), typeText, type, looks, selection: options, heading };
  const all = (): Promise<void> =>
    heading.around(() => forEachFile(files, (file) => withInput(file, (input) => dumpOne(input, job))));
  await (looks.colours ? interruptible(endColours, all) : all());
}

function looksOf(options: DumpOptions): Looks {
  const { like, width, squeeze } = options;
  const format = like ?? options.format ?? (options.type === undefined ? 'hex' : 'table');
  if (width !== undefined && format !== 'hex') {
    throw new UsageError(`--width is for --format hex, and this is ${format}`);
  }
  const { isTTY: isTerminal = false, columns = COLUMNS } = process.stdout;
  return { format, width, squeeze, isTerminal, columns, colours: hasColours() };
}

async function dumpOne(input: Input, job: Job): Promise<void> {
  const { api, type, typeText, looks, selection, heading } = job;
  const span = spanIn(input, selection, type, api.pageSize);
  const rest = isOfBytes(looks.format) ? 0 : span.byteLength % type.size;
  const { file } = input;
  const byteLength = span.byteLength - rest;
  const endsEarly = selection.count !== undefined || selection.range !== undefined;
  const subject = { file, byteOffset: span.byteOffset, byteLength, endsEarly };
  const mapped = new MappedSpan(api, input, subject);
  try {
    await heading.before(file);
    await print({ subject, typeText, looks }, type, mapped);
  } finally {
    mapped.unmap();
  }
  if (rest > 0) {
    tell(`${file}: ${lastBytes(rest)} not printed: no whole ${type.name}, which has ${type.size}`);
  }
}

const lastBytes = (count: number): string =>
  count === 1 ? 'the last byte is' : `the last ${counted(count, 'byte')} are`;
