import { existsSync, readFileSync } from 'node:fs';

// Written by the build where there is no compiler; any other reason for a missing addon is a failure.
const file = new URL(`../prebuilds/${process.platform}-${process.arch}/no-binary.txt`, import.meta.url);

/** Why there is no addon to test, empty where there is one. */
export const noBinary: string = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
