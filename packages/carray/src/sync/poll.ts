import { constants as os } from 'node:os';
import type { AsyncWait } from '@carray/backend';
import { isUnchanged } from './compare.js';
import type { SharedPlace } from './place.js';
import { TimeLeft } from './time.js';

const { ECANCELED, ETIMEDOUT } = os.errno;

/** Looks without a pause of their own, one in each turn of the event loop. */
const EAGER_LOOKS = 64;
/** Milliseconds. */
const LONGEST_PAUSE = 5;

/** A wait for backends that have none off the thread: the event loop looks again and again, less and less often. */
export function poll(place: SharedPlace, expected: number, timeout: number): AsyncWait {
  let end: (status: number) => void = () => {};
  const status = new Promise<number>((resolve, reject) => {
    const time = new TimeLeft(timeout);
    let looks = 0;
    let cancelPause = (): void => {};
    end = (answer) => {
      cancelPause();
      resolve(answer);
    };
    const look = (): void => {
      try {
        const isSame = isUnchanged(place, expected);
        const left = time.milliseconds;
        if (!isSame) end(0);
        else if (left === 0) end(-ETIMEDOUT);
        else cancelPause = pause(++looks, left, look);
      } catch (error) {
        reject(error);
      }
    };
    look();
  });
  return { status, cancel: () => end(-ECANCELED) };
}

/** Calls back after a while, which is longer the more looks there were. @returns what cancels it */
function pause(looks: number, left: number, then: () => void): () => void {
  if (looks <= EAGER_LOOKS) {
    const immediate = setImmediate(then);
    return () => clearImmediate(immediate);
  }
  const timer = setTimeout(then, Math.min(Math.ceil((looks - EAGER_LOOKS) / 8), LONGEST_PAUSE, left));
  return () => clearTimeout(timer);
}
