import { type Entry, entryJson, type Totals } from './entry.js';
import type { Skipped } from './skipped.js';

/** What a command has to say, as it finds it out: the memory for it does not grow with the files. */
export interface Report {
  file(entry: Entry): Promise<void>;
  end(outcome: Outcome): Promise<void>;
}

/** What came of all files. */
export interface Outcome {
  readonly totals: Totals;
  readonly skipped: Skipped;
  /** Files, directories and names that something was wrong with. */
  readonly failed: number;
}

/** Where text goes. */
export type Put = (text: string) => Promise<void>;

/** Lines for each file, and in the end. */
export function textReport(
  put: Put,
  linesOf: (entry: Entry) => readonly string[],
  closing: (outcome: Outcome) => readonly string[],
): Report {
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  return {
    file: (entry) => put(text(linesOf(entry))),
    end: (outcome) => put(text(closing(outcome))),
  };
}

export interface JsonHead {
  readonly pageSize: number;
  /** When it was looked, where it is looked more than once. */
  readonly time?: string;
}

/** One document. @param isOneLine or a line for each file */
export function jsonReport(put: Put, head: JsonHead, hasBefore: boolean, isOneLine = false): Report {
  let separator = `${JSON.stringify(head).slice(0, -1)},"files":[`;
  const newline = isOneLine ? '' : '\n';
  return {
    file(entry) {
      const text = `${separator}${newline}${JSON.stringify(entryJson(entry))}`;
      separator = ',';
      return put(text);
    },
    end({ totals, skipped, failed }) {
      const { before, ...rest } = totals;
      const total = { ...rest, ...(hasBefore && { before }) };
      const tail = JSON.stringify({ total, skipped, failed }).slice(1);
      const text = `${separator === ',' ? newline : separator}],${tail}\n`;
      return put(text);
    },
  };
}

/** Without the files. */
export const summaryOf = ({ end }: Report): Report => ({ file: async () => {}, end });
