// Writes man/carray.1 from scripts/man/carray.1.in and the declarations of the commands: `npm run man`. With --check it writes nothing, and
// fails where the page is not what it would write.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

const folder = fileURLToPath(new URL('..', import.meta.url));
const page = join(folder, 'man', 'carray.1');
process.chdir(folder);

const output = mkdtempSync(join(folder, 'node_modules', '.man-'));
try {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  await build({
    config: false,
    silent: true,
    entry: ['scripts/man/page.ts'],
    format: ['cjs'],
    target: 'node20',
    outDir: output,
    define: { PACKAGE_VERSION: JSON.stringify(version) },
  });
  const { manualPage } = createRequire(import.meta.url)(join(output, 'page.js'));
  const text = `${manualPage(join('scripts', 'man', 'carray.1.in')).trimEnd()}\n`;
  if (!process.argv.includes('--check')) writeFileSync(page, text);
  else if (readFileSync(page, 'utf8') !== text) {
    console.error('man/carray.1 is not what the declarations say: npm run man');
    process.exitCode = 1;
  }
} finally {
  rmSync(output, { recursive: true, force: true });
}
