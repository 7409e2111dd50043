import type { Looks } from '../../src/dump/format.js';

/** What a dump looks like where nothing is said, and there is no terminal. */
export const looks: Looks = {
  format: 'hex',
  isTerminal: false,
  columns: 80,
  width: undefined,
  squeeze: true,
  colours: false,
};
