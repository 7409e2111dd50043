import { uint32 } from 'carray';
import { yellow } from '../style.js';
import { wrapped } from '../text.js';
import type { Step } from './step.js';

const MESSAGE_COLUMNS = 75;

export const mistakesStep: Step = {
  title: 'Mistakes are errors, and the process goes on',
  run({ api }) {
    const numbers = api.mapAnonymous(uint32, 4);
    const beyond = mistake('get(4) of 4', () => numbers.get(4));
    const unfit = mistake('set(0, -1)', () => numbers.set(0, -1));
    api.munmap(numbers);
    const unmapped = mistake('get(0) after munmap', () => numbers.get(0));
    return [...beyond, ...unfit, ...unmapped];
  },
};

/** What was done and the code of the error, then its message. */
function mistake(action: string, act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const message = wrapped(error.message, MESSAGE_COLUMNS).map((line) => `  ${line}`);
    return [`${action.padEnd(21)}${yellow(String(error.code))}`, ...message];
  }
  throw new Error(`${action} went through without an error`);
}
