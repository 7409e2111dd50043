// The site as a browser sees it: served on this machine, opened in headless Chromium.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { root } from './pages.mjs';

const types = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' },
};

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function openBrowser() {
  const executablePath = programs.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('No Chromium: apt-get install chromium');
  const server = createServer((request, response) => {
    const path = join(root, decodeURIComponent(new URL(request.url, 'http://site').pathname));
    response.statusCode = existsSync(path) ? 200 : 404;
    response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
    response.end(response.statusCode === 200 ? readFileSync(path) : undefined);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const base = `http://127.0.0.1:${server.address().port}/`;
  return {
    /** A page of the site in a window of this size. */
    async open(path, width, height) {
      const page = await browser.newPage();
      await page.setViewport({ width, height });
      await page.goto(base + path, { waitUntil: 'networkidle0' });
      return page;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong: a line for each rule. */
export async function violationsOf(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html.slice(0, 200)}`);
}
