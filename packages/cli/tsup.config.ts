import { packageBuild } from '../../tsup.shared.js';
import { version } from './package.json';

// The second entry is a program of its own: the process that the tour shares a mapping with.
export default packageBuild(['src/main.ts', 'src/tour/partner.ts'], {
  dts: false,
  splitting: true,
  define: { PACKAGE_VERSION: JSON.stringify(version) },
});
