/** The texts of numbers in a block of bytes, as ASCII. */
export interface NumberTexts {
  /** From now on, those of these elements, whole ones. */
  load(bytes: Buffer): void;
  /**
   * Puts the text of an element so that it ends in front of `end`; returns where it starts. Elements are asked for from the last
   * one to the first, each once.
   */
  putBefore(target: Uint8Array, end: number, index: number): number;
  /** Whether JSON has no such number, or most of its readers would round it. */
  isBeyondJson(index: number): boolean;
}
