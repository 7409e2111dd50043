import { existsSync, readFileSync } from 'node:fs';
import { backendContract } from '@carray/backend/contract';
import { describe, it } from 'vitest';
import { loadBackend } from '../src/index.js';

// Written by the build where there is no compiler; any other reason for a missing addon is a failure.
const noBinary = new URL(`../prebuilds/${process.platform}-${process.arch}/no-binary.txt`, import.meta.url);

if (existsSync(noBinary)) {
  describe.skip(`native backend: ${readFileSync(noBinary, 'utf8').trim()}`, () => it('is skipped', () => {}));
} else {
  backendContract('native', loadBackend);
}
