import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe } from 'vitest';
import { packedProject, target, workspace } from './paths.js';

export type Carray = typeof import('carray');
type Api = ReturnType<Carray['withBackend']>;
export type BackendName = 'native' | 'ffi';

/** Resolves as a user's file in the project of the packed packages would. */
export const packedRequire = createRequire(join(packedProject, 'user.js'));

/** `carray` as it was packed and installed. */
export const carray: Carray = packedRequire('carray');

const reasonFile = join(workspace, 'packages/native/prebuilds', target, 'no-binary.txt');

/** Why no binary could be built for this machine; undefined where there is one: then native is to work. */
export const noNative: string | undefined = existsSync(reasonFile)
  ? readFileSync(reasonFile, 'utf8').trim()
  : undefined;

/** Runs the stories once on each backend. Native is left out only where no compiler was there to build it. */
export function onBothBackends(title: string, stories: (api: Api, backend: BackendName) => void): void {
  if (noNative === undefined)
    describe(`${title} (native)`, () => stories(carray.withBackend('native'), 'native'));
  // Only where no compiler was there: the title says so.
  else describe.skip(`${title} (native: ${noNative})`, () => stories(carray.withBackend('ffi'), 'native'));
  describe(`${title} (ffi)`, () => stories(carray.withBackend('ffi'), 'ffi'));
}
