import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, inject } from 'vitest';
import { workspace } from '../paths.js';
import type { Ended } from '../program.js';
import type { Manager } from './managers.js';

const programs = fileURLToPath(new URL('programs', import.meta.url));
const TIMEOUT = 180_000;
/** Of all packages. */
export const { version } = JSON.parse(
  readFileSync(join(workspace, 'packages/carray/package.json'), 'utf8'),
) as {
  version: string;
};

/** Without what npm, vitest and the tests have said to this process. */
const usersEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(npm_|CARRAY_|VITEST|NODE_(OPTIONS|ENV|PATH)$)/i.test(name),
  ),
);

/** A user's project in a folder of its own. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'carray-installed-'));
  readonly #manager: Manager;

  constructor(manager: Manager, registry: string = inject('registry')) {
    this.#manager = manager;
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
    cpSync(programs, this.folder, { recursive: true });
    for (const [name, text] of Object.entries(manager.files(registry))) this.write(name, text);
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  /** Installs these, and what they depend on: ours as they are packed, in the version that all share. */
  install(
    names: readonly string[],
    flags: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): void {
    const dependencies = Object.fromEntries(names.map((name) => [name, version]));
    const manifest = { name: 'user', version: '1.0.0', private: true, dependencies };
    this.write('package.json', JSON.stringify(manifest, undefined, 2));
    const [program = '', ...args] = this.#manager.install;
    const { status, stdout, stderr } = this.runIn(env, program, ...args, ...flags);
    expect(status, stdout + stderr).toBe(0);
  }

  /** Runs Node here, as the package manager wants it. */
  node(...args: string[]): Ended {
    return this.nodeIn({}, ...args);
  }

  nodeIn(env: Readonly<Record<string, string>>, ...args: string[]): Ended {
    return this.runIn(env, process.execPath, ...(this.#manager.node ?? []), ...args);
  }

  /** Runs a command here, with nothing of what runs the tests. */
  run(command: string, ...args: string[]): Ended {
    return this.runIn({}, command, ...args);
  }

  runIn(env: Readonly<Record<string, string>>, command: string, ...args: string[]): Ended {
    const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
      cwd: this.folder,
      encoding: 'utf8',
      timeout: TIMEOUT,
      env: { ...usersEnvironment, ...env },
    });
    return { status, signal, stdout: stdout ?? '', stderr: stderr ?? String(error) };
  }
}

/** The run must have ended well, with nothing on stderr. @returns what it has printed. */
export function printed(ended: Ended): string {
  expect(ended).toEqual({ ...ended, status: 0, signal: null, stderr: '' });
  return ended.stdout;
}
