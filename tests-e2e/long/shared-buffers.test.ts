import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noNative } from '../src/packed.js';
import { workspace } from '../src/paths.js';
import { hasCall, supportOf } from '../src/shared-buffers/run.js';
import { sharedBufferStories } from '../src/shared-buffers/stories.js';

/** Those of scripts/runtimes.mjs, which installs them where they are not there yet, and the one that runs this. */
const script = join(workspace, 'scripts', 'runtimes.mjs');
const others = execFileSync(process.execPath, [script, '--paths'], { encoding: 'utf8' }).trim().split('\n');
const nodes = noNative === undefined ? [process.execPath, ...others] : [];
const supports = nodes.map((node) => ({ node, ...supportOf(node) }));

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
