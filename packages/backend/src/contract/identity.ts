import { expect, it } from 'vitest';
import type { Supports } from '../backend.js';
import type { Fixture } from './fixture.js';

/** All of them, which the compiler compares with the interface. */
const capabilities: Readonly<Record<keyof Supports, true>> = {
  detach: true,
  collectsMoved: true,
  sharedPages: true,
  guards: true,
  sharedRegions: true,
  sharedBuffers: true,
  physicalMemory: true,
  memoryFiles: true,
  seals: true,
  waits: true,
  asyncWaits: true,
};

export function identityCases({ backend }: Fixture): void {
  it('has a name', () => {
    expect(backend.name).toMatch(/\S/);
  });

  it('has a page size that is a power of two', () => {
    expect(backend.pageSize).toBeGreaterThan(0);
    expect(Number.isInteger(Math.log2(backend.pageSize))).toBe(true);
  });

  it('knows the longest buffer in bytes', () => {
    expect(backend.maxBufferBytes).toSatisfy(Number.isSafeInteger);
    expect(backend.maxBufferBytes).toBeGreaterThanOrEqual(backend.pageSize);
  });

  it.each(Object.keys(capabilities))('says whether it has %s', (capability) => {
    expect(typeof backend.supports[capability as keyof Supports]).toBe('boolean');
  });
}
