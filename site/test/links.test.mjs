import { describe, expect, it } from 'vitest';
import { contentOf, files, pages, placesOf, targetsOf } from '../src/pages.mjs';

const all = new Set(files());
const places = new Map(pages().map((path) => [path, placesOf(path)]));

describe('the pages', () => {
  it('are there, more than the guides', () => {
    expect(places.size).toBeGreaterThan(300);
  });

  it('have one title each, the home page too', () => {
    const titles = (path) => contentOf(path).split('<h1').length - 1;
    expect(pages().filter((path) => titles(path) !== 1)).toEqual([]);
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
