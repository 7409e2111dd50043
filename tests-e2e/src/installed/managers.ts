import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../paths.js';

/** A package manager, as npm brings it. */
export interface Manager {
  readonly name: string;
  /** What installs the dependencies of the project in the current folder. */
  readonly install: readonly string[];
  /** What leaves the optional ones out, where it can. */
  readonly omitOptional?: readonly string[];
  /** What it wants in the folder besides package.json, to use that registry. */
  readonly files: (registry: string) => Readonly<Record<string, string>>;
  /** The folder of the packages of binaries, where one can look. */
  readonly binaries?: readonly string[];
  /** What runs the command `carray`, where it is not linked into node_modules/.bin. */
  readonly command?: readonly string[];
  /** What runs a script, where the runtime alone does not find the packages. */
  readonly node?: readonly string[];
}

const { packageManager } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8'));
const [pnpmVersion = 'pnpm'] = String(packageManager).split('+');

const hoisted = ['node_modules', '@carray'];
const npmrc = (registry: string) => ({ '.npmrc': `registry=${registry}\n` });

const yarn4 = ['npx', '-y', '-p', '@yarnpkg/cli-dist@4.18.1', 'yarn'];

const berry = (nodeLinker: string): Manager => ({
  name: `yarn 4 (${nodeLinker})`,
  install: [...yarn4, 'install'],
  files: (registry) => ({
    'yarn.lock': '',
    '.yarnrc.yml': JSON.stringify({
      ...{ nodeLinker, npmRegistryServer: registry, unsafeHttpWhitelist: ['127.0.0.1'] },
      ...{ enableGlobalCache: false, enableTelemetry: false, enableImmutableInstalls: false },
    }),
  }),
});

export const npm: Manager = {
  name: 'npm',
  install: ['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'],
  omitOptional: ['--omit=optional'],
  binaries: hoisted,
  files: npmrc,
};

export const managers: readonly Manager[] = [
  npm,
  {
    name: 'pnpm',
    install: ['npx', '-y', pnpmVersion, 'install', '--prefer-offline', '--no-frozen-lockfile'],
    omitOptional: ['--no-optional'],
    binaries: ['node_modules', '.pnpm', 'node_modules', '@carray'],
    files: npmrc,
  },
  {
    name: 'yarn 1',
    install: ['npx', '-y', 'yarn@1.22.22', 'install', '--silent', '--cache-folder', '.cache'],
    omitOptional: ['--ignore-optional'],
    binaries: hoisted,
    files: npmrc,
  },
  { ...berry('node-modules'), binaries: hoisted },
  {
    ...berry('pnp'),
    command: [...yarn4, 'run', 'carray'],
    node: ['--no-warnings', '--require', './.pnp.cjs', '--experimental-loader', './.pnp.loader.mjs'],
  },
];
