import { pinnedPnpm, platforms } from './tarballs.js';

/** A package manager, as npm brings it. */
export interface Manager {
  readonly name: string;
  /** What installs the dependencies of the project in the current folder. */
  readonly install: readonly string[];
  /** What leaves the optional ones out, where it can. */
  readonly omitOptional?: readonly string[];
  /** How it is made to install packages for other platforms, where they are asked for by name. */
  readonly anyPlatform: Partial<Manager>;
  /** Installs the binary of the other libc too: it does not know of these. */
  readonly takesEveryLibc?: boolean;
  /** What it wants in the folder besides package.json, to use that registry. */
  readonly files: (registry: string) => Readonly<Record<string, string>>;
  /** The folder of the packages of binaries, where one can look. */
  readonly binaries?: readonly string[];
  /** What runs the command `carray`, where it is not linked into node_modules/.bin. */
  readonly command?: readonly string[];
  /** What runs a script, where the runtime alone does not find the packages. */
  readonly node?: readonly string[];
}

const hoisted = ['node_modules', '@carray'];
const npmrc = (registry: string) => ({ '.npmrc': `registry=${registry}\n` });

/** One that is made to install for other platforms by a flag. */
function byFlag(manager: Omit<Manager, 'anyPlatform'>, flag: string): Manager {
  return { ...manager, anyPlatform: { install: [...manager.install, flag] } };
}

export const npm: Manager = byFlag(
  {
    name: 'npm',
    install: ['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'],
    omitOptional: ['--omit=optional'],
    binaries: hoisted,
    files: npmrc,
  },
  '--force',
);

const pnpm = byFlag(
  {
    name: 'pnpm',
    install: ['npx', '-y', pinnedPnpm(), 'install', '--prefer-offline', '--no-frozen-lockfile'],
    omitOptional: ['--no-optional'],
    binaries: ['node_modules', '.pnpm', 'node_modules', '@carray'],
    files: (registry) => ({ '.npmrc': `registry=${registry}\ncache-dir=.cache\n` }),
  },
  '--force',
);

const yarn1 = byFlag(
  {
    name: 'yarn 1',
    install: ['npx', '-y', 'yarn@1.22.22', 'install', '--silent', '--cache-folder', '.cache'],
    omitOptional: ['--ignore-optional'],
    binaries: hoisted,
    takesEveryLibc: true,
    files: npmrc,
  },
  '--ignore-platform',
);

const yarn4 = ['npx', '-y', '-p', '@yarnpkg/cli-dist@4.18.1', 'yarn'];
const everyPlatform = {
  ...{ os: ['linux', 'darwin'], cpu: [...new Set(platforms().map((name) => name.split('-')[1]))] },
  libc: ['glibc', 'musl'],
};

function berry(nodeLinker: string): Manager {
  const files = (registry: string, more = {}) => ({
    'yarn.lock': '',
    '.yarnrc.yml': JSON.stringify({
      ...{ nodeLinker, npmRegistryServer: registry, unsafeHttpWhitelist: ['127.0.0.1'] },
      ...{ enableGlobalCache: false, enableTelemetry: false, enableImmutableInstalls: false },
      globalFolder: './.yarn/global', // else what it has learned of packages in other runs
      ...more,
    }),
  });
  return {
    name: `yarn 4 (${nodeLinker})`,
    install: [...yarn4, 'install'],
    files,
    anyPlatform: { files: (registry) => files(registry, { supportedArchitectures: everyPlatform }) },
  };
}

export const managers: readonly Manager[] = [
  npm,
  pnpm,
  yarn1,
  { ...berry('node-modules'), binaries: hoisted },
  {
    ...berry('pnp'),
    command: [...yarn4, 'run', 'carray'],
    node: ['--no-warnings', '--require', './.pnp.cjs', '--experimental-loader', './.pnp.loader.mjs'],
  },
];
