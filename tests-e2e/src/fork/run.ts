import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { BackendName } from '../packed.js';
import { runProgram } from '../program.js';

const requireOf = (file: string): string =>
  `require(${JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))})`;

const prelude = `
const fs = require('node:fs');
const carray = require('carray');
const { advise, areaAt } = ${requireOf('memory.cjs')};
const { fork, pipe, wait } = ${requireOf('process.cjs')};
`;

/** Runs the body of a function that forks, in a process of its own, and answers what it returns, as JSON says it. */
export function runForking(backend: BackendName, body: string, ...args: string[]): unknown {
  const source = `${prelude} console.log(JSON.stringify((() => { ${body} })()));`;
  const flags = ['--single-threaded', '--v8-pool-size=0'];
  const ended = runProgram(source, { backend, flags, args });
  expect({ ...ended, stdout: '' }).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
  return JSON.parse(ended.stdout);
}
