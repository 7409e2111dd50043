import { UsageError } from '../errors.js';

/** Bytes to look for. */
export interface Pattern {
  /** Undefined for any byte. */
  readonly bytes: readonly (number | undefined)[];
  /** The longest part without a gap, which is searched for first. */
  readonly anchor: Buffer;
  /** Where in the pattern that is. */
  readonly anchorAt: number;
}

/** `de ad ?? ef`, with or without spaces. @throws UsageError */
export function hexPattern(text: string): Pattern {
  if (!/^\s*(?:(?:[\da-f]{2}|\?\?)\s*)*$/i.test(text)) {
    throw new UsageError(
      `--hex '${text}' must be pairs of hexadecimal digits, or ?? for any byte: 'de ad ?? ef'`,
    );
  }
  const pairs = text.match(/[\da-f]{2}|\?\?/gi) ?? [];
  return patternOf(
    pairs.map((pair) => (pair === '??' ? undefined : Number.parseInt(pair, 16))),
    `--hex '${text}'`,
  );
}

/** A text in UTF-8. @throws UsageError */
export function textPattern(text: string): Pattern {
  return patternOf([...Buffer.from(text, 'utf8')], `--text '${text}'`);
}

function patternOf(bytes: readonly (number | undefined)[], what: string): Pattern {
  let [longest, anchorAt] = [0, 0];
  let from = 0;
  for (const [at, byte] of [...bytes, undefined].entries()) {
    if (byte !== undefined) continue;
    if (at - from > longest) [longest, anchorAt] = [at - from, from];
    from = at + 1;
  }
  if (longest === 0) throw new UsageError(`${what} must have at least one byte that is not any`);
  const anchor = Buffer.from(bytes.slice(anchorAt, anchorAt + longest).map((byte) => byte ?? 0));
  return { bytes, anchor, anchorAt };
}

/** Where a pattern lies the next one does, often: so many places are looked at before the rest is searched. */
const NEAR = 4;

/** The first place from `from` on where the pattern lies in the bytes as a whole; -1 where there is none. */
export function nextMatch({ bytes, anchor, anchorAt }: Pattern, block: Buffer, from: number): number {
  const last = block.length - bytes.length;
  let at = from;
  for (; at <= last && at < from + NEAR; at++) if (matches(bytes, block, at)) return at;
  while (at <= last) {
    const found = block.indexOf(anchor, at + anchorAt);
    if (found === -1) return -1;
    at = found - anchorAt;
    if (at <= last && matches(bytes, block, at)) return at;
    at++;
  }
  return -1;
}

function matches(bytes: Pattern['bytes'], block: Buffer, at: number): boolean {
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte !== undefined && byte !== block[at + index]) return false;
  }
  return true;
}
