import { backendContract } from '@carray/backend/contract';
import { describe, it } from 'vitest';
import { loadBackend } from '../src/index.js';
import { noBinary } from './no-binary.js';

if (noBinary) {
  // There was no compiler to build the addon with: the title says so. CARRAY_REQUIRE_NATIVE=1 fails the build in place of this.
  describe.skip(`native backend: ${noBinary}`, () => it('is skipped', () => {}));
} else {
  backendContract('native', loadBackend);
}
