// Copies of parts of this package in build/, with or without defects planted into the sources of the addon.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const inPackage = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** A text in a source of the addon, and what is compiled in its place. */
export interface Patch {
  readonly source: string;
  readonly text: string;
  readonly replacement: string;
}

/** Copies the parts anew; what was built in the copy before stays. @returns the folder of the copy. */
export function copyPackage(name: string, parts: readonly string[], patches: readonly Patch[]): string {
  const folder = inPackage(`build/${name}`);
  mkdirSync(folder, { recursive: true });
  for (const part of parts) {
    rmSync(join(folder, part), { recursive: true, force: true });
    cpSync(inPackage(part), join(folder, part), { recursive: true });
  }
  for (const patch of patches) apply(patch, folder);
  return folder;
}

/** A text that is there no more would plant nothing: then the patch has to follow the source. */
function apply({ source, text, replacement }: Patch, folder: string): void {
  const path = join(folder, 'addon', source);
  const [before, after, ...more] = readFileSync(path, 'utf8').split(text);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`addon/${source} is to have this text once: ${text}`);
  }
  writeFileSync(path, before + replacement + after);
}
