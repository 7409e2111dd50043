import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, violationsOf } from '../src/browser.mjs';
import { pages } from '../src/pages.mjs';

const all = pages();
/** Every page that was written by hand, and of those out of docstrings some of each kind. */
const seen = [
  ...['index.html', 'modules.html'],
  ...all.filter((path) => path.startsWith('documents/')),
  ...['classes', 'functions', 'interfaces', 'types', 'variables', 'modules'].flatMap((folder) =>
    all.filter((path) => path.startsWith(`${folder}/`)).slice(0, 3),
  ),
];
const sizes = [
  ['a desktop', 1280, 900],
  ['a phone', 375, 800],
];

let browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

describe.each(sizes)('on %s', (_, width, height) => {
  it.each(seen)('%s is clean in axe, and no wider than the window', async (path) => {
    const page = await browser.open(path, width, height);
    try {
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    } finally {
      await page.close();
    }
  });
});

describe('by the keyboard alone', () => {
  it('one gets past the navigation, and each thing with the focus is seen', async () => {
    const page = await browser.open('index.html', 1280, 900);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement.textContent)).toBe('Skip to the text');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement.id)).toBe('content');
    for (let count = 0; count < 40; count++) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(() => {
        const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement);
        return document.activeElement === document.body || outlineStyle !== 'none' || boxShadow !== 'none';
      });
      expect([count, outline]).toEqual([count, true]);
    }
    await page.close();
  });

  it.each([
    ['mapFile', 'mapFile'],
    ['SIGBUS', 'SIGBUS'],
  ])('one searches for %s, and reads the page', async (text, expected) => {
    const page = await browser.open('index.html', 1280, 900);
    await page.keyboard.press('/');
    await page.waitForSelector('#tsd-search-input:not([disabled])', { visible: true });
    await page.keyboard.type(text);
    await page.waitForSelector('#tsd-search-results a');
    await page.keyboard.press('ArrowDown');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect(await page.evaluate(() => document.querySelector('[role=main]').textContent)).toContain(expected);
    await page.close();
  });
});
