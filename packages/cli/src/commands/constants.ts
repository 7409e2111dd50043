import { names, platform, platforms, sinceKernel, sourceOf, valueOn } from 'carray';
import { matcher } from '../arguments/matcher.js';
import { columns } from '../columns.js';
import { UsageError } from '../errors.js';
import type { GlobalOptions } from '../library.js';
import { screenColumns, write } from '../output.js';
import { dim } from '../style.js';

export interface ConstantsOptions extends GlobalOptions {
  /** Default: the running one. */
  readonly platform?: string;
  readonly json?: boolean;
}

/** A constant as --json prints it. One that the platform lacks has a name and nothing else. */
interface Constant {
  readonly name: string;
  readonly value?: number;
  readonly hex?: string;
  /** The first Linux release that understands it. */
  readonly sinceKernel?: string;
  /** The header that has it. */
  readonly source?: string;
}

/** `carray constants [PATTERN]`. Fails where no name matches. */
export async function constants(
  pattern: string | undefined,
  { platform: asked, json }: ConstantsOptions,
): Promise<void> {
  const where = asked === undefined ? platform : checkPlatform(asked);
  const matching = names().filter(pattern === undefined ? () => true : matcher(pattern));
  if (matching.length === 0) {
    const hint = '`carray constants` without a pattern shows all names';
    throw new Error(`no constant matches '${pattern}': ${hint}`);
  }
  const list = matching.map((name) => constantOf(name, where));
  const document = { platform: where, constants: list };
  await write(json ? `${JSON.stringify(document, undefined, 2)}\n` : tableOf(list, where));
}

function constantOf(name: string, where: string): Constant {
  const [value, source] = [valueOn(where, name), sourceOf(name, where)];
  if (value === undefined) return { name };
  const since = where.startsWith('linux-') ? sinceKernel(name) : undefined;
  return {
    ...{ name, value, hex: hexText(value) },
    ...(since !== undefined && { sinceKernel: since }),
    ...(source !== undefined && { source }),
  };
}

const hexText = (value: number): string => `${value < 0 ? '-' : ''}0x${Math.abs(value).toString(16)}`;

function tableOf(list: readonly Constant[], where: string): string {
  const rows = list.map(({ name, value, hex = '-', sinceKernel: since = '', source }) => [
    ...[name, hex, value === undefined ? '-' : String(value), since],
    source ?? dim(`not on ${where}`),
  ]);
  const headings = ['name', 'hex', 'decimal', 'kernel', `from, for ${where}`];
  const right = new Set(['hex', 'decimal', 'kernel']);
  const lines = columns(
    headings.map((heading) => ({ heading, alignsRight: right.has(heading) })),
    rows,
    screenColumns(),
  );
  return `${lines.join('\n')}\n`;
}

function checkPlatform(asked: string): string {
  const all: readonly string[] = platforms();
  if (all.includes(asked)) return asked;
  const close = closePlatforms(asked.toLowerCase(), all);
  const offer = close.length > 0 ? `did you mean ${close.join(', ')}?` : `there are ${all.join(', ')}`;
  throw new UsageError(`no constants are known of platform '${asked}': ${offer}`);
}

const otherNames: Readonly<Record<string, string>> = {
  macos: 'darwin',
  solaris: 'sunos',
  illumos: 'sunos',
  aarch64: 'arm64',
  amd64: 'x64',
  x86_64: 'x64',
  x86: 'ia32',
  i386: 'ia32',
};

/** Those of the same system and processor, else of the same system, else of the same processor. */
function closePlatforms(asked: string, all: readonly string[]): string[] {
  const words = asked.split(/[-/ ]/).map((word) => otherNames[word] ?? word);
  const shared = (name: string) => name.split('-').filter((part) => words.includes(part));
  const both = all.filter((name) => shared(name).length === 2);
  if (both.length > 0) return both;
  const system = all.filter((name) => words.includes(name.split('-')[0] ?? ''));
  return system.length > 0 ? system : all.filter((name) => shared(name).length > 0);
}
