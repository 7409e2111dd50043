import { describe, expect, it } from 'vitest';
import { noNative } from '../src/packed.js';
import { everyRuntime } from '../src/runtimes.js';
import { hasCall, supportOf } from '../src/shared-buffers/run.js';
import { sharedBufferStories } from '../src/shared-buffers/stories.js';

const nodes = noNative === undefined ? everyRuntime().filter(({ name }) => name === 'node') : [];
const supports = nodes.map(({ program }) => ({ node: program, ...supportOf(program) }));

it('runs on several Nodes, some with the call and some without', () => {
  expect(nodes.length).toBe(noNative === undefined ? 4 : 0);
  expect(new Set(supports.map(({ sharedBuffers }) => sharedBuffers)).size).toBe(nodes.length > 0 ? 2 : 0);
});

describe.each(supports)('SharedArrayBuffers in Node $version', ({ node, version, sharedBuffers }) => {
  it('are there where Node has the call for them', () => {
    expect(sharedBuffers).toBe(hasCall(version) ?? sharedBuffers);
  });

  if (sharedBuffers) sharedBufferStories(node, 100);
});
