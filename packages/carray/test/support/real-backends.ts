import { createRequire } from 'node:module';
import type { Backend } from '@carray/backend';
import { withPages } from '@carray/backend/pages';
import { describe, it } from 'vitest';
import { type Api, withBackend } from '../../src/index.js';

const require = createRequire(import.meta.url);

interface BackendPackage {
  loadBackend(): Backend;
}

export const pageSizes = [16_384, 65_536];

/** The backend, or why the native one is not there: nothing else may be missing. */
function real(name: string): Backend | Error {
  try {
    const { loadBackend }: BackendPackage = require(name);
    return loadBackend();
  } catch (error) {
    const isRequired = name !== '@carray/native' || process.env.CARRAY_REQUIRE_NATIVE === '1';
    if (isRequired || !(error instanceof Error)) throw error;
    return error;
  }
}

/** Runs the tests on both real backends, with the pages of this machine and with larger ones: `backend` is what they map with. */
export function onRealPages(title: string, tests: (api: Api, backend: Backend) => void): void {
  for (const name of ['@carray/native', '@carray/ffi-fallback']) {
    const backend = real(name);
    if (backend instanceof Error) {
      // Only where no compiler was there: the title says so.
      describe.skip(`${title}: ${name}: ${backend.message}`, () => it('is skipped', () => {}));
      continue;
    }
    for (const pageSize of new Set([
      backend.pageSize,
      ...pageSizes.filter((size) => size > backend.pageSize),
    ])) {
      const paged = withPages(backend, pageSize);
      describe(`${title}: ${name}, pages of ${pageSize / 1024} KiB`, () => tests(withBackend(paged), paged));
    }
  }
}
