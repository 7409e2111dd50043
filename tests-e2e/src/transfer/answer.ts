import type { BackendName } from '../packed.js';
import { answerIn, type ProgramOptions, runProgram } from '../program.js';

const prelude = `
const fs = require('node:fs');
const carray = require('carray');
/** What a call returns, or the code of what it throws. */
const outcome = (call) => {
  try { return call(); } catch (error) { return error.code ?? String(error); }
};
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
`;

type AnswerOptions = Pick<ProgramOptions, 'args' | 'flags' | 'env'> & { readonly names?: string };

/**
 * Runs the body of an asynchronous function in a process of its own, with `names` in scope. The process must end by
 * itself, in time, with nothing to say but its answer: what the body returns, as JSON says it.
 */
export function answerOf(backend: BackendName, body: string, options: AnswerOptions = {}): unknown {
  const { names = '', ...rest } = options;
  const source = `${prelude} ${names}
    (async () => { ${body} })().then((answer) => console.log(JSON.stringify(answer ?? null)));`;
  const ended = runProgram(source, { backend, ...rest });
  return answerIn(ended);
}
