import { describe, expect, it } from 'vitest';
import { files, pages, placesOf, targetsOf } from '../src/pages.mjs';

const all = new Set(files());
const places = new Map(pages().map((path) => [path, placesOf(path)]));

describe('the pages', () => {
  it('are there, more than the guides', () => {
    expect(places.size).toBeGreaterThan(300);
  });

  it('link to nothing that is not there', () => {
    const broken = pages().flatMap((path) =>
      targetsOf(path)
        .filter((target) => {
          const [file = '', place = ''] = target.split('#');
          if (file !== '' && !all.has(file)) return true;
          return place !== '' && places.has(file) && !places.get(file).has(place);
        })
        .map((target) => `${path}: ${target}`),
    );
    expect([...new Set(broken)]).toEqual([]);
  });
});
