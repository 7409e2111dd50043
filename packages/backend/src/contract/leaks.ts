import { MAP_SHARED } from '@carray/constants';
import { expect, it } from 'vitest';
import type { Fixture } from './fixture.js';
import { areasOf, openDescriptors } from './process-tables.js';

const cycles = 1_000;

export function leakCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  it('leaves nothing of a file after 1,000 cycles', () => {
    const path = fixture.files.create(pageSize);
    const fd = fixture.files.open(path, 'r+');
    const descriptors = openDescriptors();
    for (let cycle = 0; cycle < cycles; cycle++) {
      const region = fixture.file(path);
      fixture.bytes(region)[0] = cycle;
      fixture.release(region);
    }
    expect(fixture.live).toBe(0);
    expect(areasOf(path) ?? 0).toBe(0);
    expect(openDescriptors()).toBe(descriptors);
    fixture.files.close(fd);
  });

  it('leaves nothing of anonymous memory after 1,000 cycles', () => {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const region = fixture.anonymous({ flags: MAP_SHARED });
      fixture.bytes(region)[0] = cycle;
      fixture.release(region);
    }
    expect(fixture.live).toBe(0);
  });

  it('leaves nothing of 1,000 refusals', () => {
    const path = fixture.files.create(pageSize);
    const fd = fixture.files.open(path, 'r+');
    const descriptors = openDescriptors();
    for (let cycle = 0; cycle < cycles; cycle++) {
      expect(backend.map(0, pageSize, 0, MAP_SHARED, fd, 1)).toBeLessThan(0);
    }
    expect(fixture.live).toBe(0);
    expect(areasOf(path) ?? 0).toBe(0);
    expect(openDescriptors()).toBe(descriptors);
  });
}
