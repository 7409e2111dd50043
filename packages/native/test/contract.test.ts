import { backendContract } from '@carray/backend/contract';
import { describe, it } from 'vitest';
import { loadBackend } from '../src/index.js';
import { noBinary } from './no-binary.js';

if (noBinary) {
  describe.skip(`native backend: ${noBinary}`, () => it('is skipped', () => {}));
} else {
  backendContract('native', loadBackend);
}
