import { expect, it } from 'vitest';
import type { Fixture } from './fixture.js';

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

  it('says what it can do', () => {
    expect(typeof backend.supports.detach).toBe('boolean');
    expect(typeof backend.supports.sharedPages).toBe('boolean');
    expect(typeof backend.supports.guards).toBe('boolean');
    expect(typeof backend.supports.sharedRegions).toBe('boolean');
    expect(typeof backend.supports.sharedBuffers).toBe('boolean');
    expect(typeof backend.supports.waits).toBe('boolean');
    expect(typeof backend.supports.asyncWaits).toBe('boolean');
  });
}
