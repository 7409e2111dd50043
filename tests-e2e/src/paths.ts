import { fileURLToPath } from 'node:url';

/** The root of this repository. */
export const workspace = fileURLToPath(new URL('../..', import.meta.url));

/** An otherwise empty project with the packed packages installed. */
export const packedProject = fileURLToPath(new URL('../.packed', import.meta.url));
