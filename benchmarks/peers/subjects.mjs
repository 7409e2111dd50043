// Who is measured. `adapter` is a file of ./adapters; C and Python have programs of their own.
const libraryOf = (adapter, name, rest) => ({ name, adapter, ...rest });

export const subjects = {
  c: { name: 'C' },
  native: libraryOf('carray', 'carray, native', { backend: 'native', own: true }),
  ffi: libraryOf('carray', 'carray, ffi', { backend: 'ffi', own: true }),
  raw: libraryOf('carray-raw', 'carray, raw view', { backend: 'native', own: true }),
  mmapIo: libraryOf('mmap-io', '@riaskov/mmap-io'),
  koffi: libraryOf('koffi', 'koffi by hand'),
  shm: libraryOf('shm-typed-array', 'shm-typed-array'),
  readFile: libraryOf('read-file', 'fs.readFileSync'),
  readSync: libraryOf('read-sync', 'fs.readSync'),
  native26: libraryOf('carray', 'carray, native, Node 26', {
    backend: 'native',
    own: true,
    runtime: 'node26',
  }),
  nodeFfi: libraryOf('node-ffi', 'node:ffi by hand, Node 26', {
    runtime: 'node26',
    flags: ['--experimental-ffi', '--no-warnings'],
  }),
  nativeBun: libraryOf('carray', 'carray, native, Bun', { backend: 'native', own: true, runtime: 'bun' }),
  bun: libraryOf('bun', 'Bun.mmap', { runtime: 'bun' }),
  python: { name: "Python's mmap", python: 'mmap' },
  numpy: { name: 'numpy.memmap', python: 'numpy' },
};

export const everybody = Object.keys(subjects);
export const all = (...but) => everybody.filter((name) => !but.includes(name));

/** The variant of a subject in a case; `c` is the file and the arguments of the C program, where they are others. */
export function variantOf(key, { program, args = [], c = {}, flags = [], cannot = {} }) {
  const { name, own, adapter, backend, runtime, python, ...rest } = subjects[key];
  const common = { name, own, cannot: cannot[key] };
  if (python !== undefined) return { ...common, python: 'peers/peers.py', args: [python, program, ...args] };
  if (adapter === undefined) return { ...common, c: c.file ?? `${program}.c`, args: c.args ?? args };
  const script = `../peers/programs/${program}.mjs`;
  const runtimeFlags = [...(rest.flags ?? []), ...flags];
  return { ...common, program: script, args: [adapter, ...args], backend, runtime, flags: runtimeFlags };
}

/** A case over subjects. Those in `cannot` are rows that say why they are not measured. */
export const peerCase = (id, name, among, options) => ({
  ...{ id, name, unit: options.unit ?? 'ns', group: options.group, onDisk: options.onDisk },
  budget: options.budget,
  variants: among.map((key) => variantOf(key, options)),
});
