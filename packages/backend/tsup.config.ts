import { packageBuild } from '../../tsup.shared.js';

const entries = ['index', 'fake', 'marks', 'moves', 'pages'];
const sources = (names: readonly string[]) => names.map((name) => `src/${name}.ts`);

// The contract is an ES module: vitest cannot be required. Its types stand beside those of the others, which it shares.
export default [
  packageBuild(sources(entries), { dts: { entry: sources([...entries, 'contract']) } }),
  packageBuild(sources(['contract']), { format: ['esm'], clean: false, dts: false }),
];
