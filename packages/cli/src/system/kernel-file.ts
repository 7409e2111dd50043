import { readdirSync, readFileSync } from 'node:fs';

/** The text of a file of the kernel's, or of the system's; undefined where there is none, as elsewhere, or where it is not to be read. */
export function kernelText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The number that such a file holds; undefined as well where it holds something else. */
export function kernelNumber(path: string): number | undefined {
  const text = kernelText(path)?.trim();
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** The names in a directory of the kernel's; none where there is no such directory. */
export function kernelNames(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}
