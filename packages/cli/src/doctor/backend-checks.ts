import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { BackendName } from 'carray';
import { oneLine } from '../text.js';
import { type Check, LOADS, type Message } from './check.js';

const script = join(__dirname, 'doctor', 'trial.js'); // from dist, where this file ends up
const TIMEOUT_MS = 60_000;
const crash = 'please report it, with the output of carray info --json';

/** Tries a backend in a process of its own, so that nothing it does ends this one. `started` gets that process. */
export async function backendChecks(
  part: BackendName,
  directory: string,
  started: (child: ChildProcess) => void,
): Promise<Check[]> {
  const child = fork(script, [part, directory], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  started(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  const checks: Check[] = [];
  let begun: string | undefined = LOADS;
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  child.on('message', (message: Message) => {
    begun = message.status === 'begun' ? message.name : undefined;
    if (message.status !== 'begun') checks.push(checkOf(part, message));
  });
  const end = await ended(child);
  clearTimeout(timer);
  if (begun === undefined && end === 'exit status 0') return checks;
  const detail = oneLine(`its process ended with ${end}. ${complaint}`);
  return [...checks, { part, name: begun ?? 'ends', status: 'failed', detail, advice: crash }];
}

function checkOf(part: BackendName, message: Exclude<Message, { status: 'begun' }>): Check {
  const { name, status, detail, advice } = message;
  const told = detail === undefined ? {} : { detail };
  return { part, name, status, ...told, ...(status === 'failed' && { advice }) };
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit status ${code}`));
  });
}

const missing: Readonly<Record<BackendName, string>> = {
  native: `install carray again without --omit=optional, for @carray/native-${process.platform}-${process.arch}; where there is no such package, build @carray/native with a C++ compiler (apt-get install g++)`,
  ffi: 'npm install @carray/ffi-fallback, which brings koffi',
};

/** Says what to do about a backend that does not load. Where the other one does, that is no failure. */
export function withMissing(checks: readonly Check[], isOneEnough: boolean): Check[] {
  const isThere = checks.some(({ name, status }) => name === LOADS && status === 'ok');
  return checks.map((check) => {
    if (check.name !== LOADS || check.advice !== '' || check.part === 'system') return check;
    const advice = missing[check.part];
    if (!isThere || !isOneEnough) return { ...check, advice };
    return { ...check, status: 'skipped', advice: `carray works without; to have it: ${advice}` };
  });
}
