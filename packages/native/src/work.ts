import type { Backend, RegionId } from '@carray/backend';

/** A call of the addon whose status comes later: `settle` gets it. @returns 0, or -errno and `settle` is not called. */
export type Work = (
  region: RegionId,
  byteOffset: number,
  byteLength: number,
  argument: number,
  settle: (status: number) => void,
) => number;

/** The call as one of a backend: the status is promised. */
export function promised(work: Work): Backend['syncAsync'] & Backend['adviseAsync'] {
  return (region, byteOffset, byteLength, argument) => {
    let settle = (_status: number): void => {};
    const status = new Promise<number>((resolve) => {
      settle = resolve;
    });
    const begun = work(region, byteOffset, byteLength, argument, settle);
    if (begun < 0) settle(begun);
    return status;
  };
}
