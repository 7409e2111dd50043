import { beforeEach } from 'vitest';
import { exceptionFor } from './runtime-exceptions.js';

// Runs in front of each test, in the process of the tests: what the runtime cannot do is left out, and the report says why.
beforeEach(({ task, skip }) => {
  const { file, name } = task;
  const names = [name];
  for (let { suite } = task; suite !== undefined; { suite } = suite) names.unshift(suite.name);
  const reason = exceptionFor(file.name, names.join(' > '));
  if (reason !== undefined) skip(reason);
});
