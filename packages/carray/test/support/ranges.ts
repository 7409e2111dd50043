import { page, total } from './synced.js';

export type Range = readonly [offset?: number | bigint | undefined, size?: number | bigint | undefined];

/** What is given, and the bytes that it means. */
export const legal: [Range, [number, number]][] = [
  [[], [0, total]],
  [
    [undefined, undefined],
    [0, total],
  ],
  [
    [undefined, 10],
    [0, 10],
  ],
  [
    [undefined, 0n],
    [0, 0],
  ],
  [[page], [page, total - page]],
  [[3n * BigInt(page)], [3 * page, 100]],
  [
    [BigInt(page), 7n],
    [page, 7],
  ],
  [
    [0, total],
    [0, total],
  ],
  [
    [-0, -0],
    [0, 0],
  ],
  [
    [2 * page, page + 100],
    [2 * page, page + 100],
  ],
];

const beyond = (offset: unknown) => `offset ${offset} lies beyond the ${total} bytes of the mapping`;
const past = (size: number, offset: number) =>
  `size ${size} from offset ${offset} extends beyond the ${total} bytes of the mapping`;
const wraps = (size: number, offset: number) =>
  `size ${size} from offset ${offset} wraps around: the end is past 2 ** 53 - 1`;
const most = Number.MAX_SAFE_INTEGER;

/** What is given, and the message of the RangeError. */
export const illegal: [Range, string][] = [
  [[total + 1], beyond(total + 1)],
  [[total + 1, 0], beyond(total + 1)],
  [[BigInt(total) + 1n, 0n], beyond(total + 1)],
  [[most, most], beyond(most)],
  [[1, most], wraps(most, 1)],
  [[total, BigInt(most)], wraps(most, total)],
  [[0, most], past(most, 0)],
  [[undefined, total + 1], past(total + 1, 0)],
  [[page, total], past(total, page)],
  [[total, 1], past(1, total)],
];
