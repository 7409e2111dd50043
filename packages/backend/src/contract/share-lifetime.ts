import { constants } from 'node:os';
import { expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { collectedUntil } from './garbage.js';
import { areasOf, openDescriptors } from './process-tables.js';

const { EINVAL, ENOENT } = constants.errno;
const cycles = 1_000;

export function shareLifetimeCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  /** A region with a pattern, under two ids. */
  function twice(): [RegionId, RegionId] {
    const region = fixture.anonymous();
    fixture.bytes(region).set(pattern(pageSize));
    return [region, fixture.attach(fixture.share(region))];
  }

  it.each([
    ['the first', 0],
    ['the attached', 1],
  ])('leaves the pages when %s id is unmapped', (_, which) => {
    const ids = twice();
    const [ended, left] = which === 0 ? ids : [ids[1], ids[0]];
    fixture.unmap(ended);
    expect(backend.unmap(ended)).toBe(-EINVAL);
    expect(backend.buffer(ended, 0, pageSize)).toBe(-EINVAL);
    expect(fixture.live).toBe(1);
    expectBytes(fixture.bytes(left), pattern(pageSize));
  });

  it('counts pages once, however often they are attached', () => {
    const token = fixture.share(fixture.anonymous());
    const ids = [fixture.attach(token), fixture.attach(token), fixture.attach(token)];
    expect(fixture.live).toBe(1);
    for (const id of ids) fixture.unmap(id);
    expect(fixture.live).toBe(1);
  });

  it('takes the pages out of the process with the last id', ({ skip }) => {
    const path = files.create(pageSize);
    const region = fixture.file(path);
    if (areasOf(path) !== 1) skip('the system does not tell, or nothing is mapped at all');
    const attached = fixture.attach(fixture.share(region));
    expect(areasOf(path)).toBe(1);
    fixture.unmap(region);
    expect(areasOf(path)).toBe(1);
    fixture.unmap(attached);
    expect(areasOf(path)).toBe(0);
  });

  it('answers ENOENT from the last unmap on', () => {
    const region = fixture.anonymous();
    const token = fixture.share(region);
    const attached = fixture.attach(token);
    fixture.unmap(region);
    fixture.unmap(fixture.attach(token));
    fixture.unmap(attached);
    for (let attempt = 0; attempt < 3; attempt++) expect(backend.attach(token)).toBe(-ENOENT);
    fixture.anonymous(); // perhaps in the same place
    expect(backend.attach(token)).toBe(-ENOENT);
  });

  it('attaches pages that a buffer alone keeps, until it is detached', () => {
    const region = fixture.anonymous();
    const token = fixture.share(region);
    const bytes = fixture.bytes(region);
    bytes.set(pattern(pageSize));
    fixture.unmap(region);
    expect(fixture.live).toBe(1);
    const attached = fixture.attach(token);
    expectBytes(fixture.bytes(attached), pattern(pageSize));
    fixture.unmap(attached);
    fixture.detach(bytes.buffer);
    fixture.clear();
    expect(backend.attach(token)).toBe(-ENOENT);
  });

  it('leaves the pages to a buffer over an attached region', () => {
    const [region, attached] = twice();
    const bytes = fixture.bytes(attached);
    for (const id of [region, attached]) fixture.unmap(id);
    expect(fixture.live).toBe(1);
    expectBytes(bytes, pattern(pageSize));
  });

  it('gives the pages back where the buffer that had them alone was dropped', async () => {
    const region = fixture.anonymous();
    const token = fixture.share(region);
    const attached = fixture.attach(token);
    let buffer: ArrayBuffer | number | undefined = backend.buffer(attached, 0, pageSize);
    for (const id of [region, attached]) fixture.unmap(id);
    expect([fixture.live, typeof buffer]).toEqual([1, 'object']);
    buffer = undefined;
    expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
    expect(backend.attach(token)).toBe(-ENOENT);
  });

  it('leaves nothing after 1,000 cycles', () => {
    const path = files.create(pageSize);
    const descriptors = openDescriptors();
    for (let cycle = 0; cycle < cycles; cycle++) {
      const region = fixture.file(path);
      const attached = fixture.attach(fixture.share(region));
      fixture.bytes(attached)[0] = cycle;
      const [first, last] = cycle % 2 === 0 ? [region, attached] : [attached, region];
      fixture.release(first);
      fixture.release(last);
    }
    expect(fixture.live).toBe(0);
    expect(areasOf(path) ?? 0).toBe(0);
    expect(openDescriptors()).toBe(descriptors);
  });
}
