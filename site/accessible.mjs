// What TypeDoc's theme leaves out for those who use the keyboard, a screen reader or a small screen.
import { JSX, PageEvent } from 'typedoc';

/** Each turns what the theme writes into what it should be. */
const changes = [
  // Landmarks, so that one can jump between the parts of a page.
  ['<div class="col-content">', '<div class="col-content" role="main" id="content" tabindex="-1">'],
  ['<div class="col-sidebar">', '<div class="col-sidebar" role="complementary" aria-label="Navigation">'],
  // What scrolls must be reachable by the keyboard.
  [/<pre>/g, '<pre tabindex="0">'],
  [/<table>/g, '<div class="wide" tabindex="0"><table>'],
  [/<\/table>/g, '</table></div>'],
  // The corner of a table is no heading.
  [/<th><\/th>/g, '<td></td>'],
];

/** What opens and closes a section is one thing for the keyboard: links inside of it are text there. */
const withPlainSummaries = (html) =>
  html.replace(/<summary\b.*?<\/summary>/gs, (summary) =>
    summary
      .replace(/<a\b[^>]*class="tsd-anchor-icon"[^>]*>.*?<\/a>/gs, '')
      .replace(/<a\b[^>]*>(.*?)<\/a>/gs, '$1'),
  );

/** A heading is at most one level below the one in front of it; how it looks stays as it is. */
function withLevels(html) {
  let last = 1;
  return html.replace(/<h([1-6])\b/g, (tag, digit) => {
    const level = Math.min(Number(digit), last + 1);
    last = level;
    return level === Number(digit) ? tag : `${tag} aria-level="${level}"`;
  });
}

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.renderer.hooks.on('body.begin', () =>
    JSX.createElement('a', { class: 'skip', href: '#content' }, 'Skip to the text'),
  );
  app.renderer.on(PageEvent.END, (page) => {
    const html = changes.reduce((text, [from, to]) => text.replace(from, to), page.contents ?? '');
    page.contents = withLevels(withPlainSummaries(html));
  });
}
