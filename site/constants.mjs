// Each constant says its values on all platforms, and the headers that they were read from: what the tables of @carray/constants have.
import { Converter, ReflectionKind } from 'typedoc';
import * as constants from '../packages/constants/dist/index.mjs';
import { values } from '../packages/constants/scripts/write-docs.mjs';

const { names, platforms, sinceKernel, sourceOf } = constants;
const known = new Set(names());

function about(name) {
  const since = sinceKernel(name);
  const sources = new Set(platforms().flatMap((platform) => sourceOf(name, platform) ?? []));
  return [
    `Value: ${values(name, constants)}.`,
    since === undefined ? '' : `Since Linux ${since}.`,
    sources.size === 0 ? '' : `Read from ${[...sources].map((source) => `\`${source}\``).join(', ')}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const { name, comment } of project.getReflectionsByKind(ReflectionKind.Variable)) {
      if (known.has(name)) comment?.summary.push({ kind: 'text', text: `\n\n${about(name)}` });
    }
  });
}
