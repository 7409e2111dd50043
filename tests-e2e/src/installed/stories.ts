import { expect, it } from 'vitest';
import { noNative } from '../packed.js';
import type { Ended } from '../program.js';
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

/** A program that maps ended with the error of an installation without optional dependencies, and with what to do. Deno does not print codes. */
export function expectBackendsMissing({ status, stderr }: Ended, printsCodes = true): void {
  expect(status).toBe(1);
  expect(stderr).toContain('No backend can be used');
  if (printsCodes) expect(stderr).toContain('ERR_BACKEND_UNAVAILABLE');
  for (const name of ['@carray/native', '@carray/ffi-fallback']) {
    expect(stderr).toContain(
      `${name} is not installed: optional dependencies were left out (--omit=optional`,
    );
    expect(stderr).toContain(`Install again with them, or install ${name} by itself`);
  }
}

/** Prints what works without a backend, and what is said of it. */
export const withoutBackends = `const { CArray, uint32, backendInfo } = require('carray');
  console.log(CArray.of(uint32, 1, 2).get(1), backendInfo().name, backendInfo().native.error.message.slice(0, 31));`;
