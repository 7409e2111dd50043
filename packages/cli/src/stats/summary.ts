/** What is known of numbers. Least, greatest and mean are undefined where there is none. */
export interface Summary {
  /** Of all elements. */
  readonly count: number;
  readonly nan: number;
  /** Infinities. */
  readonly infinite: number;
  readonly zeros: number;
  readonly min: number | bigint | undefined;
  readonly max: number | bigint | undefined;
  /** Of integers exact. */
  readonly sum: number | bigint;
  readonly mean: number | undefined;
  /** The least and greatest number that is finite: what a histogram spans. */
  readonly finite: readonly [from: number | bigint, to: number | bigint] | undefined;
}

/** Takes numbers, list by list, and tells what is known of them. */
export interface Summing<N> {
  add(numbers: N): void;
  readonly summary: Summary;
}

/** What is known of integers, of which all are finite. */
export function integerSummary(
  known: Pick<Summary, 'count' | 'zeros' | 'min' | 'max'> & { readonly sum: bigint },
): Summary {
  const { count, min, max, sum } = known;
  const finite = min === undefined || max === undefined ? undefined : ([min, max] as const);
  return { ...known, nan: 0, infinite: 0, mean: meanOf(sum, count), finite };
}

/** The mean of integers whose sum is known exactly. */
function meanOf(sum: bigint, count: number): number | undefined {
  if (count === 0) return undefined;
  const divisor = BigInt(count);
  return Number(sum / divisor) + Number(sum % divisor) / count;
}
