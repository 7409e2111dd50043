import { constants } from 'node:os';
import type { Backend, ShareToken } from '@carray/backend';
import { Parts } from './parts.js';
import type { Regions } from './regions.js';

const { EINVAL, ENOENT, ENOTSUP } = constants.errno;
const BACKEND = 'ffi';

interface FfiToken extends ShareToken {
  /** The name of the parts, which tells tokens of two regions apart. */
  readonly region: number;
  readonly parts: SharedArrayBuffer;
}

/** Regions for several threads. Each knows its own alone, so one that lies inside of another, or has one inside, is refused. */
export function shareCalls(regions: Regions): Pick<Backend, 'share' | 'attach'> {
  return {
    share(id) {
      const region = regions.find(id);
      if (region === undefined) return -EINVAL;
      if (region.reservation !== undefined || region.inside.size > 0) return -ENOTSUP;
      return tokenOf(regions.share(region));
    },
    attach(token) {
      const parts = partsIn(token);
      if (parts === undefined) return -EINVAL;
      return token.process === process.pid ? (regions.attach(parts) ?? -ENOENT) : -ENOENT;
    },
  };
}

function tokenOf({ name, memory }: Parts): FfiToken {
  return { backend: BACKEND, process: process.pid, region: name, parts: memory };
}

function partsIn(value: unknown): Parts | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { backend, process, region, parts: memory } = value as Partial<FfiToken>;
  const parts = Parts.in(memory);
  return backend === BACKEND && Number.isSafeInteger(process) && parts?.name === region ? parts : undefined;
}
