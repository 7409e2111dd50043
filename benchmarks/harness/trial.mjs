import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compile } from './compile.mjs';
import { runtimes } from './runtimes.mjs';

const here = new URL('..', import.meta.url).pathname;
const LIMIT = 180_000; // milliseconds of a trial

/** The command line of a variant, or why there is none. */
function command({ c, python, program, runtime = 'node', flags = [], args = [] }, folder) {
  if (c !== undefined) {
    const compiled = compile(c, folder);
    return compiled === undefined ? { refused: 'no C compiler' } : { line: [compiled, ...args, folder] };
  }
  const interpreter = runtimes()[python === undefined ? runtime : 'python'];
  if (interpreter === undefined) return { refused: `${runtime} is not installed` };
  const script = python === undefined ? join(here, 'programs', program) : join(here, python);
  return { line: [interpreter, ...flags, script, ...args, folder] };
}

/** The line that says why a process failed. */
function reason({ status, signal, error, stderr }) {
  if (error?.code === 'ETIMEDOUT') return `longer than ${LIMIT / 1000} s`;
  if (error !== undefined) return error.message;
  const lines = stderr.trim().split('\n');
  const message = lines.findLast((line) =>
    /^\s*(?:Uncaught )?\w*(?:ERROR|Error|error|fault)\b.*: |^FATAL ERROR/.test(line),
  );
  return (
    [signal, (message ?? lines.at(-1)).trim().slice(0, 160)].filter(Boolean).join(': ') || `status ${status}`
  );
}

/** One trial, in a process of its own, which prints a number. @returns `{ value }` or `{ refused: why }` */
export function trial(variant, folder, environment) {
  if (variant.cannot !== undefined) return { refused: variant.cannot };
  const { refused, line } = command(variant, folder);
  if (refused !== undefined) return { refused };
  const env = { ...process.env, CARRAY_BACKEND: variant.backend ?? 'auto', ...environment };
  const options = { encoding: 'utf8', env, timeout: LIMIT, killSignal: 'SIGKILL' };
  const ended = spawnSync(line[0], line.slice(1), options);
  const value = Number.parseFloat(ended.stdout);
  return ended.status === 0 && Number.isFinite(value) ? { value } : { refused: reason(ended) };
}
