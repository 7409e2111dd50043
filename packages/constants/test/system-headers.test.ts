import { beforeAll, describe, expect, it } from 'vitest';
import * as constants from '../src/index.js';
import { names, platform, platforms, valueOn } from '../src/index.js';
import { hasCompiler, probe } from './probe.js';

const reason = !hasCompiler
  ? 'skipped: no C compiler on PATH'
  : platforms().some((known) => known === platform)
    ? undefined
    : `skipped: ${platform} has no table`;

/** The library's headers and the kernel's: they exclude one another, and each has names the other lacks. */
const headers = [
  ['sys/mman.h', 'fcntl.h'],
  ['linux/mman.h', 'linux/memfd.h', 'linux/fcntl.h'],
];

/** Values of C type int may be negative where the table holds the same 32 bits as a positive number. */
const bits = (value: number | undefined) => value !== undefined && value >>> 0;

describe.skipIf(reason)(`the C headers of this system${reason ? ` (${reason})` : ''}`, () => {
  const printed = new Map<string, number>();

  beforeAll(() => {
    for (const set of headers) {
      for (const [name, value] of probe({ names: names(), headers: set })) printed.set(name, value);
    }
  });

  it('define enough of the names to be worth comparing', () => {
    expect(printed.size).toBeGreaterThan(platform.startsWith('linux-') ? 90 : 25);
  });

  it('agree with the exports and the table', () => {
    const exported = new Map<string, unknown>(Object.entries(constants));
    for (const [name, value] of printed) {
      expect.soft(exported.get(name), name).toSatisfy((number: number) => bits(number) === bits(value));
      expect.soft(bits(valueOn(platform, name)), `${name} on ${platform}`).toBe(bits(value));
    }
  });

  it('define the names that every platform has', () => {
    expect([...printed.keys()]).toEqual(
      expect.arrayContaining(['PROT_NONE', 'PROT_READ', 'MAP_SHARED', 'MAP_FIXED', 'MAP_FAILED', 'MS_SYNC']),
    );
  });
});
