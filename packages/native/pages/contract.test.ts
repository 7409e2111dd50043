import { backendContract } from '@carray/backend/contract';
import { withPages } from '@carray/backend/pages';
import { describe, it } from 'vitest';
import { loadBackend } from '../src/index.js';
import { noBinary } from '../test/no-binary.js';

if (noBinary) {
  // There was no compiler to build the addon with: the title says so.
  describe.skip(`native backend: ${noBinary}`, () => it('is skipped', () => {}));
} else {
  backendContract('native with pages of 64 KiB', () => withPages(loadBackend(), 65_536));
}
