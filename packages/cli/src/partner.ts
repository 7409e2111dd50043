// The second process of the tour and of the doctor: maps the file that it is told, waits for one message, adds the numbers up, stores
// the sum as element 0, and ends. It ends as well when its parent does.
import { type BackendName, uint32, withBackend } from 'carray';
import { backendNamed } from './backends.js';
import { messageOf } from './errors.js';

function answer(file: string, backend: BackendName): void {
  const { mapFile, munmap } = withBackend(backend);
  const numbers = mapFile(file, { type: uint32, access: 'read-write' });
  let sum = 0;
  for (let index = 1; index < numbers.length; index++) sum += numbers.get(index);
  numbers.set(0, sum);
  munmap(numbers);
}

const [file = '', backend] = process.argv.slice(2);

process.once('message', () => {
  try {
    answer(file, backendNamed(backend));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  }
  process.disconnect();
});
