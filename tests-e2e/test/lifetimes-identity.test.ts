import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { answerOfLifetime } from '../src/lifetimes/run.js';
import { onEachRuntime } from '../src/runtimes.js';

onEachRuntime('required and imported, the library is one', (runtime, backend, pageSize) => {
  const UNMAPPED = 'ERR_MAPPING_UNMAPPED';
  const fault = ['ERR_MAPPING_FAULT', ['truncated'], true, true];
  const same = {
    one: true,
    instances: [true, true],
    info: true,
    backend,
    attached: 9,
    unmapped: [true, true, true],
    again: [false, false, false],
    codes: [UNMAPPED, UNMAPPED, UNMAPPED],
    faults: [fault, fault],
  };
  const file = () => fileOf(Buffer.alloc(2 * pageSize, 9));

  it.each(['require', 'import'])('in the main thread, %s first', (first) => {
    expect(answerOfLifetime(runtime, backend, 'identity.cjs', ['main', file(), first])).toEqual(same);
  });

  it('in the main thread and two workers at once', () => {
    const answer = answerOfLifetime(runtime, backend, 'identity.cjs', ['workers', file()]);
    expect(answer).toEqual([same, same, same, [0, 0]]);
  });
});
