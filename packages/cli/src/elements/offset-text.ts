import { hex } from '../text.js';

/** A byte of a file, as `-o` takes it. */
export const offsetText = (byteOffset: number): string => `0x${hex(byteOffset, 8)}`;
