import { grouped } from '../text.js';

/** How many things in directories were passed over, and why. */
export interface Skipped {
  symbolicLinks: number;
  /** Devices, FIFOs, sockets, and what seems a file and has no pages, as in /sys. */
  otherKinds: number;
  /** More names of files that were counted: hard links, and paths that were named twice. */
  otherNames: number;
  /** Longer than --max-file-size. */
  tooLarge: number;
  /** Without the bytes of --range. */
  tooShort: number;
  otherFileSystems: number;
}

export const noneSkipped = (): Skipped => ({
  symbolicLinks: 0,
  otherKinds: 0,
  otherNames: 0,
  tooLarge: 0,
  tooShort: 0,
  otherFileSystems: 0,
});

const words: Readonly<Record<keyof Skipped, readonly [one: string, more: string]>> = {
  symbolicLinks: ['symbolic link', 'symbolic links'],
  otherKinds: ['of another kind', 'of other kinds'],
  otherNames: ['second name of a file', 'more names of files'],
  tooLarge: ['larger file', 'larger files'],
  tooShort: ['file without the range', 'files without the range'],
  otherFileSystems: ['on another file system', 'on other file systems'],
};

/** `skipped: 2 symbolic links, 1 of another kind`; nothing where nothing was. */
export function skippedText(skipped: Skipped): string | undefined {
  const parts = (Object.keys(words) as (keyof Skipped)[])
    .filter((reason) => skipped[reason] > 0)
    .map((reason) => `${grouped(skipped[reason])} ${words[reason][skipped[reason] === 1 ? 0 : 1]}`);
  return parts.length === 0 ? undefined : `skipped: ${parts.join(', ')}`;
}
