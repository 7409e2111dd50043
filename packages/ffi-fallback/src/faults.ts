import { constants } from 'node:os';
import type { Backend } from '@carray/backend';
import { Marks } from '@carray/backend/marks';
import { locate } from './region.js';
import type { Regions } from './regions.js';

const { EBUSY, EINVAL } = constants.errno;

type FaultCalls = Pick<
  Backend,
  'guard' | 'faulted' | 'faultMark' | 'faultEnd' | 'markFault' | 'forgetFaults'
>;

/** Guards without signal handlers, which JavaScript cannot be: what others found out is marked, nothing is survived. */
export function faultCalls(regions: Regions, pageSize: number): FaultCalls {
  function answer(id: number, byteOffset: number, byteLength: number, of: (marks: Marks) => number): number {
    const region = regions.find(id);
    if (region?.marks === undefined) return -EINVAL;
    const address = locate(region, byteOffset, byteLength, pageSize);
    return address < 0 ? address : of(region.marks);
  }
  return {
    guard(id) {
      const region = regions.find(id);
      if (region === undefined) return -EINVAL;
      if (region.inside.size > 0) return -EBUSY;
      region.marks ??= new Marks(region.byteLength, pageSize);
      return region.marks.counter;
    },
    faulted: (id, byteOffset, byteLength) =>
      answer(id, byteOffset, byteLength, (marks) => marks.firstIn(byteOffset, byteLength)),
    faultMark: (id, byteOffset) => answer(id, byteOffset, 1, (marks) => marks.at(byteOffset)),
    faultEnd: (id, byteOffset) => answer(id, byteOffset, 1, (marks) => marks.endOf(byteOffset)),
    markFault: (id, byteOffset, byteLength) =>
      answer(id, byteOffset, byteLength, (marks) => {
        marks.add(byteOffset, byteLength, 1);
        return 0;
      }),
    forgetFaults(id) {
      const marks = regions.find(id)?.marks;
      marks?.forget();
      return marks === undefined ? -EINVAL : 0;
    },
  };
}
