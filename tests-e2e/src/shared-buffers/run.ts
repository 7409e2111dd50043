import { fileURLToPath } from 'node:url';
import { fileOf } from '../files.js';
import { carray } from '../packed.js';
import { answerIn, type Ended, runProgram, runScript } from '../program.js';

/** Runs a program of this folder on a Node, in a process of its own. Its last argument but those given is a file of 4 pages. */
export function runShared(node: string, program: string, before: string[], after: unknown[] = []): Ended {
  const path = fileURLToPath(new URL(program, import.meta.url));
  return runScript(path, {
    ...{ program: node, backend: 'native', flags: ['--expose-gc'] },
    args: [...before, fileOf(Buffer.alloc(4 * carray.pageSize)), ...after.map(String)],
  });
}

/** What a case says. The process must end by itself, with nothing on stderr. */
export function answerOf(node: string, program: string, name: string, ...rest: unknown[]): unknown {
  const ended = runShared(node, program, [name], rest);
  return answerIn(ended);
}

/** The version of a Node, and whether its native backend says that it makes SharedArrayBuffers. */
export function supportOf(node: string): { version: string; sharedBuffers: boolean } {
  const source = `const { native } = require('carray').backendInfo();
    const { sharedBuffers } = native.supports;
    console.log(JSON.stringify({ version: process.versions.node, sharedBuffers }));`;
  return JSON.parse(runProgram(source, { program: node }).stdout);
}

/** Whether a Node has the call that it takes, as its changelogs say. Undefined where they were not looked up: 25. */
export function hasCall(version: string): boolean | undefined {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const since: Record<number, [number, number]> = { 22: [23, 3], 24: [16, 0], 26: [1, 0] };
  if (major === 25) return undefined;
  if (major > 26) return true;
  const [sinceMinor, sincePatch] = since[major] ?? [Number.POSITIVE_INFINITY, 0];
  return minor > sinceMinor || (minor === sinceMinor && patch >= sincePatch);
}
