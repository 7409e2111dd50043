import { packageBuild } from '../../tsup.shared.js';

// One bundle has the code; the entry `carray/sync` requires it, and its types are written beside those of the first.
export default [
  packageBuild(['src/index.ts'], { dts: { entry: { index: 'src/index.ts', sync: 'src/sync/index.ts' } } }),
  packageBuild(['src/sync.ts'], { clean: false, dts: false, external: ['./index.js'] }),
];
