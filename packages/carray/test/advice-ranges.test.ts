import { describe, expect, it } from 'vitest';
import { asked } from './support/api.js';
import { NOT_THE_KIND, refusal, thrownBy } from './support/errors.js';
import { illegal } from './support/ranges.js';
import { mapped } from './support/synced.js';
import { notCounts } from './support/values.js';

describe('mapping.adviseUnsafe', () => {
  const advise = (array: ReturnType<typeof mapped>['array'], ...range: unknown[]) =>
    Reflect.apply(array.mapping.adviseUnsafe, array.mapping, ['dontneed', ...range]);

  it('needs offset and size', () => {
    const { fake, array } = mapped();
    expect(refusal(() => advise(array))).toBe(NOT_THE_KIND);
    expect(thrownBy(() => advise(array)).message).toContain('"offset"');
    expect(refusal(() => advise(array, 0))).toBe(NOT_THE_KIND);
    expect(thrownBy(() => advise(array, 0)).message).toContain('"size"');
    for (const [count, expected] of notCounts) {
      expect(refusal(() => advise(array, count, 0))).toBe(expected);
      expect(refusal(() => advise(array, 0, count))).toBe(expected);
    }
    expect(asked(fake, 'advise')).toEqual([]);
  });

  it.each(illegal.filter(([range]) => range[0] !== undefined && range[1] !== undefined))(
    'refuses %o: %s',
    (range, message) => {
      expect(thrownBy(() => advise(mapped().array, ...range)).message).toBe(message);
    },
  );

  it('rounds nothing', () => {
    const { array } = mapped();
    expect(refusal(() => advise(array, 1, 0))).toBe('SystemError EINVAL');
  });
});
