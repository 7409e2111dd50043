import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../src/files.js';
import { answerIn, runScript } from '../src/program.js';
import { onEveryRuntime } from '../src/runtimes.js';

const script = fileURLToPath(new URL('../src/story.cjs', import.meta.url));

onEveryRuntime('a mapped file', ({ name, major, program, flags }, backend) => {
  it('is made, shared with another process, cut short, and unmapped', () => {
    const path = join(temporaryDirectory(), 'samples.bin');
    const told = answerIn(runScript(script, { backend, program, flags, args: [path] }));
    expect(told).toEqual({
      ...{ runtime: name, major, backend },
      partner: [0, null, ''],
      shared: { time: 8, value: 3 },
      cut: ['ERR_MAPPING_FAULT', 7],
      faults: 1,
      unmapped: 'ERR_MAPPING_UNMAPPED',
      length: 1,
    });
  });
});
