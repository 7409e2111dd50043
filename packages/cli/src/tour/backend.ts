import { facts, oneLine } from '../text.js';
import type { Step } from './step.js';

export const backendStep: Step = {
  title: 'The backend: what makes the system calls',
  run: ({ backend }) => facts([[backend.name, oneLine(backend.reason)]]),
};
