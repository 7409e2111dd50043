import { packageBuild } from '../../tsup.shared.js';
import { version } from './package.json';

// The others are programs of their own: the process that the tour shares a mapping with, and that which tries a backend for the doctor.
export default packageBuild(['src/main.ts', 'src/tour/partner.ts', 'src/doctor/trial.ts'], {
  dts: false,
  splitting: true,
  define: { PACKAGE_VERSION: JSON.stringify(version) },
});
