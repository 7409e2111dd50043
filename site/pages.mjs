// Pages are named by their first heading, and stand in the navigation under what they are for.
import { Converter } from 'typedoc';

const groups = {
  Start: ['docs/installing', 'docs/getting-started'],
  Reference: [
    ...['docs/arrays', 'docs/elements', 'docs/memory', 'docs/shared-memory', 'docs/threads', 'docs/sync'],
    ...['docs/ring-buffer', 'docs/from-posix', 'docs/constants', 'docs/errors', 'docs/safety', 'docs/cli'],
    'docs/glossary',
  ],
  Project: ['ARCHITECTURE', 'CONTRIBUTING', 'CHANGELOG', 'docs/performance', 'docs/fast-path'],
};

function groupOf(file) {
  if (file.startsWith('packages/')) return 'Packages';
  if (file.startsWith('docs/decisions/')) return 'Decisions';
  return Object.keys(groups).find((group) => groups[group].includes(file)) ?? 'Guides';
}

/** @param {import('typedoc').Application} app */
export function load(app) {
  // The home page has the name of the project above it already.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project: { readme } }) => {
    if (readme?.[0] !== undefined) readme[0].text = readme[0].text.replace(/^# .+\n+/, '');
  });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const text = document.content.map((part) => part.text).join('');
    const [, heading] = /^# (.+)\n/.exec(text) ?? [];
    document.frontmatter.category = groupOf(document.name);
    if (heading !== undefined) document.name = heading.replaceAll('`', '');
  });
}
