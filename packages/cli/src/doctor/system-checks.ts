import { type Limit, maxMapCount, resourceLimit, sizeText } from '../system/limits.js';
import { sharedMemorySpace } from '../system/shared-memory.js';
import { grouped, shortBytes } from '../text.js';
import type { Check } from './check.js';

// What systems come with, at least: Linux, since long ago.
const USUAL_MAP_COUNT = 65_530;
const USUAL_LOCKED_BYTES = 64 * 1024;
const LEAST_SHARED_BYTES = 16 * 1024 ** 2;

/** Whether the limits of the system leave room to work. */
export function systemChecks(): Check[] {
  return [mapCountCheck(), lockedCheck(), sharedCheck()];
}

function mapCountCheck(): Check {
  const name = 'enough mappings (vm.max_map_count)';
  const count = maxMapCount();
  if (count === undefined) return unknown(name);
  const advice = 'sysctl -w vm.max_map_count=262144';
  return judged(count >= USUAL_MAP_COUNT, { name, detail: `${grouped(count)} in one process`, advice });
}

function lockedCheck(): Check {
  const name = 'memory may be locked (RLIMIT_MEMLOCK)';
  const limit = resourceLimit('Max locked memory')?.soft;
  if (limit === undefined) return unknown(name);
  const advice =
    'ulimit -l, LimitMEMLOCK= of systemd, docker run --ulimit memlock=-1; needed for locks alone';
  return judged(reaches(limit, USUAL_LOCKED_BYTES), { name, detail: sizeText(limit), advice });
}

function sharedCheck(): Check {
  const name = 'room for shared memory (/dev/shm)';
  const space = sharedMemorySpace();
  if (space === undefined) return { ...unknown(name), detail: 'there is no /dev/shm' };
  const detail = `${shortBytes(space.free)} of ${shortBytes(space.byteLength)} are free`;
  const advice =
    'carray shm list shows what is there; docker run --shm-size=1g, mount -o remount,size=1G /dev/shm';
  return judged(space.free >= LEAST_SHARED_BYTES, { name, detail, advice });
}

function judged(isEnough: boolean, { advice, ...check }: Pick<Check, 'name' | 'detail' | 'advice'>): Check {
  const part = 'system';
  if (isEnough) return { part, ...check, status: 'ok' };
  return { part, ...check, status: 'failed', ...(advice !== undefined && { advice }) };
}

const unknown = (name: string): Check => ({
  ...{ part: 'system', name, status: 'skipped', detail: 'this system does not tell' },
});

const reaches = (limit: Limit, least: number): boolean => limit === 'unlimited' || limit >= least;
