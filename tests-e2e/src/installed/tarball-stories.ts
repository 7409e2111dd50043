import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, it } from 'vitest';
import { manifestIn, platforms } from './tarballs.js';

const NATIVE = '@carray/native';
const COMPARED = ['os', 'cpu', 'libc', 'main', 'files'] as const;

/** What package managers choose by: of 'linux-x64-musl'. */
function platformOf(target: string) {
  const [os = '', cpu = '', libc = 'glibc'] = target.split('-');
  return { os: [os], cpu: [cpu], libc: os === 'linux' ? [libc] : undefined };
}

async function publintOf(path: string): Promise<(string | undefined)[]> {
  const tarball = Uint8Array.from(readFileSync(path)).buffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }));
}

/** What every tarball is to be like, whatever is in it. */
export function tarballStories(tarballs: Readonly<Record<string, string>>): void {
  describe.each(Object.entries(tarballs))('the tarball of %s', (name, path) => {
    const manifest = manifestIn(path);
    const files = execFileSync('tar', ['-tzf', path], { encoding: 'utf8' }).trim().split('\n').sort();

    it('publint, as strict as it can be, finds nothing', async () => {
      expect(await publintOf(path)).toEqual([]);
    });

    it('has a licence and a readme, and no tests, sources or maps', () => {
      const always = ['LICENSE', 'README.md', 'package.json'].map((file) => `package/${file}`);
      expect(files).toEqual(expect.arrayContaining(always));
      const isSource = (file: string) => /\/(test|src|long)\/|\.(map|tsx?)$/.test(file);
      expect(files.filter((file) => isSource(file) && !/\.d\.m?ts$/.test(file))).toEqual([]);
    });

    // npm compiles where it finds a binding.gyp, without being told to.
    it('runs nothing at installation', () => {
      const scripts = Object.keys(manifest.scripts ?? {});
      expect(scripts.filter((script) => /^(pre|post)?(install|prepare)$/.test(script))).toEqual([]);
      expect(files.filter((file) => file.endsWith('.gyp'))).toEqual([]);
    });

    it('wants the others in its own version, and is published for all, with provenance', () => {
      const wanted = Object.entries({ ...manifest.dependencies, ...manifest.optionalDependencies });
      const ours = wanted.filter(([other]) => other === 'carray' || other.startsWith('@carray/'));
      expect(ours).toEqual(ours.map(([other]) => [other, manifest.version]));
      expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
    });

    if (name === NATIVE) {
      it('has the package of each binary as an optional dependency', () => {
        const binaries = platforms().map((target) => `${NATIVE}-${target}`);
        expect(Object.keys(manifest.optionalDependencies ?? {}).sort()).toEqual(binaries.sort());
      });
    }

    if (name.startsWith(`${NATIVE}-`)) {
      it('is a binary, for the platform of its name', () => {
        const has = Object.fromEntries(COMPARED.map((key) => [key, manifest[key]]));
        const platform = platformOf(name.slice(NATIVE.length + 1));
        expect(has).toEqual({ ...platform, main: './carray.node', files: ['carray.node'] });
        const names = ['LICENSE', 'README.md', 'carray.node', 'package.json'];
        expect(files).toEqual(names.map((file) => `package/${file}`));
      });
    }
  });
}
