import { expect, it } from 'vitest';
import { examplesByFile, programOf, withoutExample } from '../src/docstrings.js';
import { onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

it('are in the docstring of every exported function and class', () => {
  expect(withoutExample()).toEqual([]);
});

onBothBackends('the examples in docstrings run, and print what they say', (_, backend) => {
  it.each(examplesByFile)('%s', (_file, examples) => {
    const { status, signal, stderr } = runProgram(programOf(examples), { backend });
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  });
});

it('wrong ones are found', () => {
  const wrong = [
    'console.log(1 + 1); // 3',
    'CArray.alloc(uint8, -1);',
    'if (!pageSize) console.log(0); // 0',
  ];
  const examples = wrong.map((code, index) => ({ where: `example ${index + 1}`, code }));
  const { status, stderr } = runProgram(
    programOf([...examples, { where: 'right', code: "isAvailable('no'); // false" }]),
  );
  expect(status).toBe(1);
  expect(stderr).toContain('example 1: it says 3 and is 2\n');
  expect(stderr).toContain('example 2: RangeError [ERR_OUT_OF_RANGE]');
  expect(stderr).toContain('example 3: it never came to 0\n');
  expect(stderr).not.toContain('right');
});
