import { fileURLToPath } from 'node:url';

/** `require` of a file of this folder, as program text. */
export const requireOf = (file: string): string =>
  `require(${JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))})`;
