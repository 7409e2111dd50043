import { InvalidArgumentError, Option } from 'commander';
import { typeNames } from './types.js';

/** A number on the command line: decimal, or hexadecimal as the offsets are printed. */
export function wholeNumber(text: string): number {
  const value = /^(\d+|0x[\da-f]+)$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError(
    `It must be an integer from 0 to ${Number.MAX_SAFE_INTEGER}, or 0x and hexadecimal digits.`,
  );
}

export const backendOption = new Option('--backend <name>', 'the backend to use, never another').choices([
  'native',
  'ffi',
]);

export const typeOption = new Option('-t, --type <type>', 'type of the elements')
  .choices(typeNames)
  .default('uint8');

export const offsetOption = new Option('-o, --offset <bytes>', 'first byte, any one')
  .argParser(wholeNumber)
  .default(0);

export const countOption = new Option(
  '-n, --count <elements>',
  'how many (default: 256, or what is there)',
).argParser(wholeNumber);
