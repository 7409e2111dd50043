// The site: the pages of ../docs, and the reference out of the docstrings. `npm run site` builds it into dist.
import { keepCodeInHeadings } from './headings.mjs';

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'carray',
  entryPoints: ['../packages/carray/src/index.ts', '../packages/carray/src/sync/index.ts'],
  plugin: ['./pages.mjs', './constants.mjs', './accessible.mjs'],
  customCss: './site.css',
  customJs: './navigation.js',
  out: 'dist',
  readme: '../README.md',
  projectDocuments: [
    '../docs/*.md',
    '../docs/decisions/*.md',
    '../examples/README.md',
    '../packages/*/README.md',
    '../benchmarks/safety/README.md',
    '../ARCHITECTURE.md',
    '../CONTRIBUTING.md',
    '../CHANGELOG.md',
  ],
  excludeInternal: true,
  excludePrivate: true,
  excludeProtected: true,
  searchInDocuments: true,
  navigation: { includeCategories: true },
  categoryOrder: ['Start', 'Guides', 'Reference', '*', 'Packages', 'Decisions', 'Project'],
  markdownItLoader: keepCodeInHeadings,
  disableSources: true,
  githubPages: false,
  highlightLanguages: ['bash', 'c', 'console', 'javascript', 'json', 'python', 'typescript'],
  validation: {
    notExported: true,
    invalidLink: true,
    invalidPath: true,
    rewrittenLink: true,
    notDocumented: true,
  },
  // Types that only TypeScript computes with.
  intentionallyNotExported: [
    'FieldRef',
    'FieldStored',
    'FieldType',
    'FieldValue',
    'FieldsOf',
    'OneOf',
    'PartsOf',
    'RecordRef',
  ],
  treatValidationWarningsAsErrors: true,
};
