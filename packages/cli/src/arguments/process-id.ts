import { InvalidArgumentError } from 'commander';

const MOST = 2 ** 31 - 1;

/** The number of a process, or 'self'. @throws InvalidArgumentError */
export function processId(text: string): number | 'self' {
  if (text === 'self') return 'self';
  const id = /^\d+$/.test(text) ? Number(text) : 0;
  if (id >= 1 && id <= MOST) return id;
  throw new InvalidArgumentError(`It must be the number of a process, from 1 to ${MOST}, or self.`);
}
