// Run by npm and pnpm before they pack a package of platforms/, in its folder: puts the binary that was built for it there.
import { copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';

const target = basename(process.cwd());
const binary = join('..', '..', 'prebuilds', target, 'carray.node');
if (!existsSync(binary)) {
  console.error(`@carray/native-${target}: there is no prebuilds/${target}/carray.node: build it first`);
  process.exit(1);
}
copyFileSync(binary, 'carray.node');
