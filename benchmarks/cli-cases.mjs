// The command `carray` beside what people use for the same.
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../packages/cli/bin/carray.js', import.meta.url));
const carray = (...args) => [process.execPath, bin, ...args];
const node = [process.execPath, '-e', '0'];
const [MIB, GIB] = [2 ** 20, 2 ** 30];

const command = (name, bytes, ...line) => ({ name, program: 'command.mjs', args: [String(bytes), ...line] });

export const cliCases = [
  {
    id: 'cli-start',
    name: 'start: `--version`, and `get` of one byte',
    goal: { 'carray --version': 1.5, 'carray get': 1.5 },
    variants: [
      command('node -e 0', MIB, ...node),
      command('carray --version', MIB, ...carray('--version')),
      command('carray get', MIB, ...carray('get', 'FILE', '0')),
    ],
  },
  {
    id: 'cli-dump-hex',
    name: '256 MiB in hexadecimal, to /dev/null',
    goal: { 'carray dump': 1, 'carray dump --like xxd': 1 },
    variants: [
      command('xxd', 256 * MIB, 'xxd', 'FILE'),
      command('carray dump', 256 * MIB, ...carray('dump', 'FILE')),
      command('carray dump --like xxd', 256 * MIB, ...carray('dump', '--like', 'xxd', 'FILE')),
    ],
  },
  ...[
    ['od', 'od', '-A', 'x', '-t', 'x1z'],
    ['hexdump', 'hexdump', '-C'],
  ].map(([like, ...line]) => ({
    id: `cli-dump-${like}`,
    name: `64 MiB as \`${line.join(' ')}\` prints it`,
    goal: { [`carray dump --like ${like}`]: 1 },
    variants: [
      command(line.join(' '), 64 * MIB, ...line, 'FILE'),
      command(`carray dump --like ${like}`, 64 * MIB, ...carray('dump', '--like', like, 'FILE')),
    ],
  })),
  {
    id: 'cli-dump-float64',
    name: '64 MiB as float64 numbers, of random bits',
    goal: { 'carray dump -t float64': 0.1 },
    variants: [
      command('od -t f8', 64 * MIB, 'od', '-t', 'f8', 'FILE'),
      command('carray dump -t float64', 64 * MIB, ...carray('dump', '-t', 'float64', 'FILE')),
    ],
  },
  {
    id: 'cli-residency',
    name: 'residency of 1 GiB that is in memory',
    goal: { 'carray residency': 1.3 },
    variants: [
      command('vmtouch, and node -e 0', GIB, 'vmtouch', 'FILE', '+', ...node),
      command('carray residency', GIB, ...carray('residency', 'FILE')),
    ],
  },
];
