import { InvalidArgumentError } from 'commander';

/** Permissions as chmod(1) takes them: `600`, `0644`. @throws InvalidArgumentError */
export function mode(text: string): number {
  if (/^0?[0-7]{3}$/.test(text)) return Number.parseInt(text, 8);
  throw new InvalidArgumentError('It must be three octal digits, as 600 or 644.');
}
