// A process of its own for one backend: it does the steps, and sends what became of each. What ends it is told by its parent.
import { configure, withBackend } from 'carray';
import { backendNamed } from '../backends.js';
import { messageOf } from '../errors.js';
import { oneLine } from '../text.js';
import { LOADS, type Message } from './check.js';
import { LeftOut, steps, type Trial } from './steps.js';

const [name, directory = ''] = process.argv.slice(2);
const backend = backendNamed(name);

process.once('disconnect', () => process.exit());
doSteps().finally(() => process.disconnect());

async function doSteps(): Promise<void> {
  let trial: Trial | undefined;
  await step(LOADS, '', () => {
    configure({ faultGuard: 'all' });
    trial = { api: withBackend(backend), backend, directory };
  });
  if (trial === undefined) return;
  for (const { name, advice, run } of steps) {
    const started = trial;
    await step(name, advice, () => run(started));
  }
}

async function step(name: string, advice: string, run: () => void | Promise<void>): Promise<void> {
  await send({ name, advice, status: 'begun' });
  try {
    await run();
    await send({ name, advice, status: 'ok' });
  } catch (error) {
    const detail = oneLine(messageOf(error));
    await send({ name, advice, status: error instanceof LeftOut ? 'skipped' : 'failed', detail });
  }
}

/** Resolves once it is sent, so that what comes next cannot keep it from being told. */
function send(message: Message): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });
}
