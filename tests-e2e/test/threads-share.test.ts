import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runScript } from '../src/program.js';

const program = fileURLToPath(new URL('../src/threads.cjs', import.meta.url));
const PAGE = carray.pageSize;
const words = Buffer.from(new Uint32Array(PAGE).fill(0x01010101).buffer); // 4 pages
const FIRST = 0x01010101;
const GONE = ['ERR_MAPPING_FAULT', 'truncated', PAGE];

const cases: [story: string, name: string, result: unknown][] = [
  ['two workers add up the halves', 'sums', [true, 99_999]],
  ['what a worker stores is there', 'stores', [9, 9, 9, 9]],
  ['the worker goes on where this thread unmaps', 'unmapHere', [true, 'ERR_MAPPING_UNMAPPED', true]],
  ['this thread goes on where the worker unmaps', 'unmapThere', [true, FIRST, 0, 'ERR_MAPPING_UNMAPPED']],
  ['a token is over with the last holder', 'late', ['ERR_MAPPING_UNMAPPED', 'ERR_MAPPING_UNMAPPED']],
  ['a file made shorter is told to both', 'faults', [GONE, GONE, 0, 0]],
];

onBothBackends('threads that share a mapping', (_api, backend) => {
  function run(name: string): { status: number | null; signal: unknown; stdout: unknown; stderr: string } {
    const { status, signal, stdout, stderr } = runScript(program, {
      backend,
      args: [name, fileOf(words)],
      env: { CARRAY_FAULT_GUARD: 'all' },
    });
    return { status, signal, stdout: stdout === '' ? stdout : JSON.parse(stdout), stderr };
  }

  it.each(cases)('%s', (_story, name, result) => {
    expect(run(name)).toEqual({ status: 0, signal: null, stdout: result, stderr: '' });
  });

  it('workers that are terminated let go', () => {
    const { stdout, ...rest } = run('terminated');
    expect(rest).toEqual({ status: 0, signal: null, stderr: '' });
    // With ffi nobody gives up what a worker held when it ends: the pages stay.
    expect(stdout).toEqual(backend === 'native' ? [FIRST, 0] : [FIRST, 1]);
  });
});
