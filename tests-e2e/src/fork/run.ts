import type { BackendName } from '../packed.js';
import { answerIn, requireOf, runProgram } from '../program.js';

const prelude = `
const fs = require('node:fs');
const carray = require('carray');
const { advise, areaAt } = ${requireOf('memory.cjs', import.meta.url)};
const { fork, pipe, wait } = ${requireOf('process.cjs', import.meta.url)};
`;

/** Runs the body of a function that forks, in a process of its own, and answers what it returns, as JSON says it. */
export function runForking(backend: BackendName, body: string, ...args: string[]): unknown {
  const source = `${prelude} console.log(JSON.stringify((() => { ${body} })()));`;
  const flags = ['--single-threaded', '--v8-pool-size=0'];
  const ended = runProgram(source, { backend, flags, args });
  return answerIn(ended);
}
