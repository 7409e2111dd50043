// The files of the site: what is there, and what each page links to.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');

/** All files, as paths from the root. */
export const files = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

export const pages = () => files().filter((path) => path.endsWith('.html'));

export const contentOf = (path) => readFileSync(join(root, path), 'utf8');

const attribute = (html, name) =>
  Array.from(html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g')), ([, value]) =>
    value.replaceAll('&amp;', '&'),
  );

/** What a page links to or shows: paths from the root, with the place in the page behind a #. */
export function targetsOf(path) {
  const html = contentOf(path);
  return [...attribute(html, 'href'), ...attribute(html, 'src')]
    .filter((target) => !/^(https?:|data:|mailto:)/.test(target))
    .map((target) => {
      const url = new URL(target, `http://site/${path}`);
      return decodeURIComponent(`${url.pathname.slice(1)}${url.hash}`);
    });
}

export const placesOf = (path) => new Set(attribute(contentOf(path), 'id'));
