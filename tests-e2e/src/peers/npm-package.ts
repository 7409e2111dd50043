import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { temporaryDirectory } from '../files.js';

/** The files of a package as npm has it, without its dependencies: nothing of it is installed, and none of its scripts runs. @returns the folder */
export function npmPackage(name: string, version: string): string {
  const folder = temporaryDirectory();
  const options = ['--silent', '--prefer-offline', '--pack-destination', folder];
  const file = execFileSync('npm', ['pack', `${name}@${version}`, ...options], { encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', file], { cwd: folder });
  return join(folder, 'package');
}
