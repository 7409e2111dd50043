/** Of elements: small enough for the processor's cache, with their texts. */
export const ELEMENT_BLOCK_BYTES = 2 ** 16;
