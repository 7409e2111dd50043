import { afterEach, describe, expect, it } from 'vitest';
import { currentFaultGuard } from '../src/backend/configuration.js';
import { configure } from '../src/index.js';
import { refusal } from './support/errors.js';

afterEach(() => configure({ faultGuard: 'on' }));

describe('configure', () => {
  it.each(['on', 'all', 'off'] as const)('takes faultGuard %s', (faultGuard) => {
    configure({ faultGuard });
    expect(currentFaultGuard()).toBe(faultGuard);
    configure({});
    expect(currentFaultGuard()).toBe(faultGuard);
  });

  it.each([
    [{ faultGuard: 'yes' }, 'TypeError ERR_INVALID_ARG_VALUE'],
    [{ faultGuard: true }, 'TypeError ERR_INVALID_ARG_VALUE'],
    [{ faultGuard: null }, 'TypeError ERR_INVALID_ARG_VALUE'],
    [{ faultGuard: 'all', other: 1 }, 'TypeError ERR_INVALID_ARG_VALUE'],
    [null, 'TypeError ERR_INVALID_ARG_TYPE'],
    ['all', 'TypeError ERR_INVALID_ARG_TYPE'],
  ])('refuses %j, and changes nothing', (configuration, error) => {
    expect(refusal(() => Reflect.apply(configure, undefined, [configuration]))).toBe(error);
    expect(currentFaultGuard()).toBe('on');
  });
});
