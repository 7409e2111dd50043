import { spawnSync } from 'node:child_process';

/** Whether a command is there, and tells its version. */
export const isInstalled = (command: string): boolean =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

/** The C compiler that tests compile with, where there is one. */
export const compiler = process.env.CC ?? 'cc';
export const hasCompiler = isInstalled(compiler);
