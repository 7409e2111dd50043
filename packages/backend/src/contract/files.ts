import { rmSync } from 'node:fs';
import { MAP_PRIVATE, MAP_SHARED, PROT_READ } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { expectBytes, pattern, zeros } from './bytes.js';
import type { Fixture } from './fixture.js';

const fiveGibibytes = 5 * 2 ** 30;

export function fileCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  describe.each([
    ['private', MAP_PRIVATE],
    ['shared', MAP_SHARED],
  ])('%s', (_, flags) => {
    it('shows the file from its start, through a descriptor that is closed', () => {
      const content = pattern(2 * pageSize);
      const region = fixture.file(files.create(content), { byteLength: content.byteLength, flags });
      expectBytes(fixture.bytes(region, content.byteLength), content);
    });

    it('shows the file from a page on', () => {
      const content = pattern(3 * pageSize);
      const region = fixture.file(files.create(content), { fileOffset: 2 * pageSize, flags });
      expectBytes(fixture.bytes(region), content.slice(2 * pageSize));
    });

    it('shows a length that ends inside a page', () => {
      const content = pattern(2 * pageSize);
      const byteLength = pageSize + 100;
      const region = fixture.file(files.create(content), { byteLength, flags });
      expectBytes(fixture.bytes(region, byteLength), content.slice(0, byteLength));
    });

    it('reads zeros from the end of the file to the end of the page', () => {
      const content = pattern(pageSize + 100);
      const byteLength = 2 * pageSize;
      const bytes = fixture.bytes(fixture.file(files.create(content), { byteLength, flags }), byteLength);
      expectBytes(bytes.subarray(0, content.byteLength), content);
      expectBytes(bytes.subarray(content.byteLength), zeros(pageSize - 100));
    });

    it('maps a read-only descriptor for reading', () => {
      const content = pattern(pageSize);
      const options = { open: 'r', protection: PROT_READ, flags };
      expectBytes(fixture.bytes(fixture.file(files.create(content), options)), content);
    });

    it('shows a file that has lost its name', () => {
      const content = pattern(pageSize);
      const path = files.create(content);
      const fd = files.open(path, 'r+');
      rmSync(path);
      const region = fixture.adopt(backend.map(0, pageSize, PROT_READ, flags, fd, 0));
      files.close(fd);
      expectBytes(fixture.bytes(region), content);
    });

    it('keeps showing a file that loses its name while it is mapped', () => {
      const content = pattern(pageSize);
      const path = files.create(content);
      const region = fixture.file(path, { flags });
      rmSync(path);
      expectBytes(fixture.bytes(region), content);
    });

    it('maps a range past the end of the file', () => {
      const region = fixture.file(files.create(pattern(100)), { fileOffset: pageSize, flags });
      expect(backend.addressOf(region)).toBeGreaterThan(0);
    });

    it('reaches offsets past 4 GiB', () => {
      const content = pattern(pageSize);
      const path = files.create(fiveGibibytes + pageSize);
      files.write(path, content, fiveGibibytes);
      expectBytes(fixture.bytes(fixture.file(path, { fileOffset: fiveGibibytes, flags })), content);
      // Where the offset is cut to 32 bits, this is what the region above would have shown.
      expectBytes(
        fixture.bytes(fixture.file(path, { fileOffset: fiveGibibytes % 2 ** 32, flags })),
        zeros(pageSize),
      );
    });
  });
}
