import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { runtimes } from './runtimes.mjs';

function firstLine(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0].trim() : undefined;
}

const versionOf = {
  node: ['-p', 'process.version'],
  python: ['-c', 'import platform; print(platform.python_version())'],
};
const numpy = ['-c', 'import numpy; print(numpy.__version__)'];

/** What the figures depend on. `used` are the names of the runtimes of the variants. */
export function machine(used, folder) {
  const versions = used.map((name) => [name, firstLine(runtimes()[name], versionOf[name] ?? ['--version'])]);
  if (used.includes('python')) versions.push(['numpy', firstLine(runtimes().python, numpy)]);
  return {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    kernel: release(),
    fileSystem: firstLine('stat', ['-f', '-c', '%T', folder]),
    compiler: firstLine(process.env.CC ?? 'cc', ['--version']),
    versions: Object.fromEntries(versions.filter(([, version]) => version !== undefined)),
    date: new Date().toISOString().slice(0, 10),
    loadBefore: loadavg()[0],
  };
}

export const load = () => loadavg()[0];
