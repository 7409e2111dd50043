// Compiles the addon with the compiler at hand: no node-gyp, Python, make or Node headers are needed.
// Without a compiler the build goes on without a native backend, says so, and leaves the reason where the
// loader finds it. CARRAY_REQUIRE_NATIVE=1 makes that an error.
//
// node scripts/build.mjs [--target linux-arm64] [--package FOLDER] [--sanitize address,undefined]
// --target builds for another platform with the cross compiler of Debian's packages (or CXX), and fails where there is none. --package builds the addon/ of a copy of this package, into the copy. --sanitize is for copies alone: such an addon
// loads into no ordinary process, see long/sanitized-package.ts.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { elfMachineOf, elfMachines, isFor } from './elf-machines.mjs';

const require = createRequire(import.meta.url);
const string = { type: 'string' };
const options = parseArgs({ options: { package: string, sanitize: string, target: string } }).values;
const host = `${process.platform}-${process.arch}`;
const target = options.target ?? host;
const platform = target.split('-')[0];
/** Of Debian's packages g++-aarch64-linux-gnu and so on. */
const crossCompilers = {
  'linux-arm': 'arm-linux-gnueabihf-g++',
  'linux-arm64': 'aarch64-linux-gnu-g++',
  'linux-riscv64': 'riscv64-linux-gnu-g++',
  'linux-s390x': 's390x-linux-gnu-g++',
};
if (options.sanitize !== undefined && options.package === undefined) {
  console.error('build.mjs: --sanitize needs --package: what is built there is not to be published');
  process.exit(2);
}
const root = resolve(options.package ?? join(dirname(fileURLToPath(import.meta.url)), '..'));
const files = readdirSync(join(root, 'addon'), { recursive: true }).filter((name) =>
  /\.(?:cc|hh)$/.test(name),
);
const sources = files.filter(isForThisPlatform).map((name) => join(root, 'addon', name));
const outputFolder = join(root, 'prebuilds', target);
const output = join(outputFolder, 'carray.node');
const reasonFile = join(outputFolder, 'no-binary.txt');
const stampFile = join(root, 'build', `stamp-${target}`);

/** name_linux.cc and name_darwin.cc are for these platforms alone, and there in the place of a name_posix.cc. */
function isForThisPlatform(file) {
  const [, name, wanted] = /^(.*)_(linux|darwin|posix)\.cc$/.exec(file) ?? [];
  if (wanted === undefined || wanted === platform) return true;
  return wanted === 'posix' && !files.includes(`${name}_${platform}.cc`);
}

const includes = [
  require('node-api-headers').include_dir,
  dirname(require.resolve('node-addon-api/napi.h')),
].map((folder) => `-I${folder}`);
// GCC on 32-bit ARM tells of a change in its own version 7 otherwise.
const quiet = target === 'linux-arm' ? ['-Wno-psabi'] : [];
const platformFlags = platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : ['-Wl,-z,nodelete'];
// The calls of a virtual table cannot be checked without -frtti; there are none.
const sanitizerFlags =
  options.sanitize === undefined
    ? []
    : [
        ...['-O1', '-g', '-fno-omit-frame-pointer'],
        ...[`-fsanitize=${options.sanitize}`, '-fno-sanitize=vptr', '-fno-sanitize-recover=all'],
      ];
const flags = [
  ...[
    '-std=c++17',
    '-O2',
    '-g0',
    '-fPIC',
    '-shared',
    '-pthread',
    '-fvisibility=hidden',
    '-fno-exceptions',
    '-fno-rtti',
  ],
  ...['-Wall', '-Wextra', '-Wno-unused-parameter', '-Wno-cast-function-type'],
  ...['-DNAPI_VERSION=8', '-DNAPI_DISABLE_CPP_EXCEPTIONS', '-D_FILE_OFFSET_BITS=64', '-D_GNU_SOURCE'],
  ...quiet,
  ...platformFlags,
  ...sanitizerFlags,
  ...(process.env.CXXFLAGS?.split(' ').filter(Boolean) ?? []),
];

// shm_open is a library of its own before glibc 2.34, and left out where it is not.
const libraries = platform === 'linux' ? ['-Wl,--as-needed', '-lrt'] : [];

function findCompiler() {
  const usual =
    target === host ? ['c++', 'g++', 'clang++'] : [crossCompilers[target] ?? `a C++ compiler for ${target}`];
  const candidates = process.env.CXX ? [process.env.CXX] : usual;
  const works = (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
  return { compiler: candidates.find(works), candidates };
}

/** Why the file is not for the target, undefined where it is, or where nothing is known of such files. */
function wrongMachine(file) {
  const expected = elfMachines[target.split('-')[1]];
  if (platform !== 'linux' || expected === undefined) return undefined;
  const found = elfMachineOf(readFileSync(file));
  if (found === undefined) return 'it is no ELF file';
  if (isFor(found, expected)) return undefined;
  return `its machine is number ${found.machine}, with addresses of ${found.bits} bits`;
}

function stampOf(compiler) {
  const hash = createHash('sha256').update(
    JSON.stringify([compiler, flags, libraries, process.versions.modules]),
  );
  for (const source of sources) hash.update(readFileSync(source));
  return hash.digest('hex');
}

function goOnWithout(reason) {
  if (process.env.CARRAY_REQUIRE_NATIVE === '1' || target !== host) {
    const asker = target === host ? 'CARRAY_REQUIRE_NATIVE=1' : `--target ${target}`;
    console.error(`@carray/native: ${reason}, and ${asker} asks for the native backend`);
    process.exit(1);
  }
  rmSync(output, { force: true });
  writeFileSync(reasonFile, `${reason}\n`);
  console.warn(`@carray/native: ${reason}; carray will use its ffi backend`);
}

function compile(compiler) {
  const partial = join(root, 'build', `carray-${target}-${process.pid}.node`);
  const units = sources.filter((source) => source.endsWith('.cc'));
  const built = spawnSync(compiler, [...flags, ...includes, ...units, ...libraries, '-o', partial], {
    encoding: 'utf8',
  });
  if (built.status !== 0) {
    console.warn(built.stderr);
    goOnWithout(`the compiler ${compiler} could not build the addon (status ${built.status})`);
    return;
  }
  if (built.stderr) console.warn(built.stderr);
  const wrong = wrongMachine(partial);
  if (wrong !== undefined) {
    rmSync(partial);
    goOnWithout(`what the compiler ${compiler} built is not for ${target}: ${wrong}`);
    return;
  }
  renameSync(partial, output);
  rmSync(reasonFile, { force: true });
  writeFileSync(stampFile, stampOf(compiler));
}

mkdirSync(outputFolder, { recursive: true });
mkdirSync(join(root, 'build'), { recursive: true });
const { compiler, candidates } = findCompiler();
const isCurrent = () =>
  existsSync(output) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOf(compiler);
if (compiler === undefined) {
  goOnWithout(`no C++ compiler was found when it was built (looked for ${candidates.join(', ')} on PATH)`);
} else if (!isCurrent()) {
  compile(compiler);
}
