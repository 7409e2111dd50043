import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import type { Addon, NativeToken } from './addon.js';

const BACKEND = 'native';

/** The `share` and the `attach` of a backend: the addon's, with its numbers in a token, and out of one that anybody may have made. */
export function shareCalls({
  share,
  attach,
}: Pick<Addon, 'share' | 'attach'>): Pick<Backend, 'share' | 'attach'> {
  return {
    share(region) {
      const numbers = share(region);
      return typeof numbers === 'number' ? numbers : { backend: BACKEND, ...numbers };
    },
    attach: (token) => (isToken(token) ? attach(token.process, token.region, token.check) : -os.errno.EINVAL),
  };
}

function isToken(value: unknown): value is NativeToken {
  if (typeof value !== 'object' || value === null) return false;
  const { backend, process, region, check } = value as Partial<NativeToken>;
  return backend === BACKEND && [process, region, check].every(Number.isSafeInteger);
}
