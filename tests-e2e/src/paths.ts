import { fileURLToPath } from 'node:url';

/** The root of this repository. */
export const workspace = fileURLToPath(new URL('../..', import.meta.url));

/** An otherwise empty project with the packed packages installed; CARRAY_E2E_PROJECT moves it, for runs side by side. */
export const packedProject =
  process.env.CARRAY_E2E_PROJECT ?? fileURLToPath(new URL('../.packed', import.meta.url));

/** The platform, as the packages of binaries are named. */
export const target = `${process.platform}-${process.arch}`;
