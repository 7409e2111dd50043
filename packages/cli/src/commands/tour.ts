import { apiOf, chosenBackend, type GlobalOptions } from '../library.js';
import { requireMappable } from '../open-file.js';
import { write } from '../output.js';
import { bold, cyan, dim } from '../style.js';
import { backendStep } from '../tour/backend.js';
import { copyOnWriteStep } from '../tour/copy-on-write.js';
import { headerStep } from '../tour/header.js';
import { mistakesStep } from '../tour/mistakes.js';
import { processStep } from '../tour/process.js';
import { withScratch } from '../tour/scratch.js';
import { sharedStep } from '../tour/shared.js';
import type { Step, Tour } from '../tour/step.js';
import { sumStep } from '../tour/sum.js';

const steps = [backendStep, headerStep, sumStep, copyOnWriteStep, sharedStep, processStep, mistakesStep];

/** In the project itself, `npm start` is the tour. */
const goOn =
  process.env.npm_lifecycle_event === 'start'
    ? `Go on:  npm start -- FILE  (or carray tour FILE)  the same with a file of yours
        npm test                                  the tests, on both backends
`
    : `Go on:  carray tour FILE  the same with a file of yours
        carray --help     what else there is
`;

/** `carray tour [FILE]`. */
export async function tour(path: string, options: GlobalOptions): Promise<void> {
  requireMappable(path);
  const api = apiOf(options);
  const backend = chosenBackend(options);
  const start = performance.now();
  const file = api.mapFile(path);
  const mappedInMs = performance.now() - start;
  try {
    await withScratch((scratch) => show({ api, backend, path, file, mappedInMs, scratch }));
  } finally {
    api.munmap(file);
  }
  await write(dim(goOn));
}

async function show(context: Tour): Promise<void> {
  await write('\n');
  for (const [index, step] of steps.entries()) await write(await told(index + 1, step, context));
}

async function told(number: number, step: Step, context: Tour): Promise<string> {
  await write(`${cyan(String(number))}  ${bold(step.title)}\n`);
  const lines = await step.run(context);
  return `${lines.map((line) => `   ${line}\n`).join('')}\n`;
}
