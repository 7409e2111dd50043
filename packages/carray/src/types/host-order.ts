import { endianness } from 'node:os';

/** Whether this processor has the low bytes of a number first. Asked here alone. */
export const isLittleEndian: boolean = endianness() === 'LE';
