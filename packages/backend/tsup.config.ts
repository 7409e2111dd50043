import { packageBuild } from '../../tsup.shared.js';

// The contract is an ES module: vitest cannot be required.
export default [
  packageBuild(['src/index.ts', 'src/fake.ts', 'src/marks.ts', 'src/moves.ts', 'src/pages.ts']),
  packageBuild(['src/contract.ts'], { format: ['esm'], clean: false }),
];
