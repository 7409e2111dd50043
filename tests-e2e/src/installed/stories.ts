import { expect, it } from 'vitest';
import { noNative } from '../packed.js';
import { type Project, printed } from './project.js';

/** Those that can be used on this machine, the one that is chosen in front. */
export const backends = noNative === undefined ? ['native', 'ffi'] : ['ffi'];

/** The runs that every installation is to pass: both module systems, a worker, both backends. */
export function stories(project: () => Project): void {
  it.each(['use.cjs', 'use.mjs'])('%s maps a file, on the backend that it would choose', (file) => {
    expect(printed(project().node(file))).toBe(`3 function ${backends[0]}\n`);
  });

  it.each(backends)('both module systems, and a worker, on %s', (backend) => {
    const env = { CARRAY_BACKEND: backend };
    const use = `3 function ${backend}\n`;
    expect(printed(project().nodeIn(env, 'use.cjs'))).toBe(use);
    expect(printed(project().nodeIn(env, 'use.mjs'))).toBe(use);
    expect(printed(project().nodeIn(env, 'worker.cjs'))).toBe(`${use}the worker ended with 0\n`);
  });
}
