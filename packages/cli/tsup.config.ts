import { packageBuild } from '../../tsup.shared.js';
import { version } from './package.json';

// The others are programs of their own: the process that the tour and the doctor share a mapping with, that which tries a backend for the
// doctor, the threads of dump.
export default packageBuild(['src/main.ts', 'src/partner.ts', 'src/doctor/trial.ts', 'src/dump/thread.ts'], {
  dts: false,
  splitting: true, // a chunk for each command
  treeshake: false, // which knows no chunks
  define: { PACKAGE_VERSION: JSON.stringify(version) },
});
