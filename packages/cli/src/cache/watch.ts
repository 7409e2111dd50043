import { setTimeout } from 'node:timers/promises';
import { failureText, throwIfAny } from '../files.js';
import { write } from '../output.js';
import { endingSignals } from '../signals.js';
import type { Fail } from './each-file.js';
import type { Outcome, Put } from './report.js';

/** One look: says what it finds with `put`, and of what fails with `fail`, where that is not a line of standard error. */
export type Look = (surroundings: {
  readonly put: Put;
  readonly fail: Fail | undefined;
  readonly signal: AbortSignal;
}) => Promise<Outcome>;

export interface Watching {
  readonly seconds: number;
  /** Whether each look takes the place of the one before, on the screen. */
  readonly isFrame: boolean;
  readonly look: Look;
}

const screen = {
  begin: '\x1b[?25l\x1b[?7l\x1b[2J', // no cursor; a line that is too long is cut
  home: '\x1b[H',
  line: '\x1b[K', // before the text: behind a line as long as the screen is wide it would take the last character
  restOfScreen: '\x1b[J',
  end: '\x1b[?7h\x1b[?25h',
} as const;

/** Looks until SIGINT, SIGTERM or SIGHUP: that is how it is meant to end. @throws AlreadyTold where something failed in the last look */
export async function watch(watching: Watching): Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const end = (): void => ending.abort();
  for (const name of endingSignals) process.once(name, end);
  if (watching.isFrame) await write(screen.begin);
  let failed = 0;
  try {
    while (!signal.aborted) {
      failed = watching.isFrame ? await drawn(watching.look, signal) : await printed(watching.look, signal);
      await setTimeout(watching.seconds * 1000, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const name of endingSignals) process.off(name, end);
    if (watching.isFrame) await write(screen.end);
  }
  throwIfAny(failed);
}

/** All of it or, where it is ended meanwhile, nothing. */
async function printed(look: Look, signal: AbortSignal): Promise<number> {
  let text = '';
  const put: Put = async (part) => {
    text += part;
  };
  const { failed } = await look({ put, fail: undefined, signal });
  await write(text);
  return failed;
}

/** A look that is too long for the screen is cut. */
async function drawn(look: Look, signal: AbortSignal): Promise<number> {
  const rows = Math.max(process.stdout.rows || 24, 3) - 1;
  const lines: string[] = [];
  let count = 0;
  const keep = (line: string): void => {
    count++;
    if (lines.push(line) > rows) lines.shift(); // the sums come last
  };
  const { failed } = await look({
    put: async (text) => text.split('\n').slice(0, -1).forEach(keep),
    fail: (path, error) => keep(failureText(path, error)),
    signal,
  });
  if (count > lines.length) lines[0] = `... ${count - lines.length + 1} lines above`;
  await write(screen.home + lines.map((line) => `${screen.line}${line}\n`).join('') + screen.restOfScreen);
  return failed;
}
