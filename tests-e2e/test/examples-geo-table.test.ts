import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linesOf, type RunningExample, runExample, signal, startExample } from '../src/examples.js';
import { temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

interface Range {
  readonly first: number;
  readonly last: number;
  readonly place: string;
}

const address = (number: number): string => [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join('.');

/** Ranges with gaps between them, from the lowest address to the highest, in no order. */
function ranges(count: number, mark: string): Range[] {
  const step = Math.floor(2 ** 32 / count);
  const all = Array.from({ length: count }, (_, index) => ({
    first: index * step,
    last: index === count - 1 ? 2 ** 32 - 1 : index * step + ((index * 7919) % step),
    place: `${mark} ${index}, Köln`,
  }));
  return all.sort((a, b) => (a.first % 8191) - (b.first % 8191));
}

function write(path: string, all: readonly Range[]): void {
  const lines = all.map(({ first, last, place }) => `${address(first)},${address(last)},${place}\n`);
  writeFileSync(path, lines.join(''));
}

/** Where an address is, looked for from the first range to the last. */
const placeOf = (all: readonly Range[], number: number): string | undefined =>
  all.find(({ first, last }) => first <= number && number <= last)?.place;

/** Addresses at the edges of ranges and anywhere. */
function addresses(all: readonly Range[]): number[] {
  const some = all.slice(0, 20).flatMap(({ first, last }) => [first, first - 1, last, last + 1]);
  const inside = some.filter((number) => number >= 0 && number < 2 ** 32);
  return [...inside, 0, 2 ** 32 - 1, ...Array.from({ length: 50 }, (_, index) => index * 85_000_007)];
}

/** The cluster of Bun refuses a connection now and then while a worker is replaced. */
const ATTEMPTS = 'bun' in process.versions ? 5 : 1;

async function ask(
  server: RunningExample,
  number: number,
  attempts = ATTEMPTS,
): Promise<{ status: number; place?: string }> {
  const port = /port (\d+)/.exec(server.lines[0] ?? '')?.[1];
  try {
    const url = `http://127.0.0.1:${port}/${address(number)}`;
    const response = await fetch(url, { headers: { connection: 'close' } });
    const { place }: { place?: string } = JSON.parse(await response.text());
    return { status: response.status, ...(place === undefined ? {} : { place }) };
  } catch (error) {
    if (attempts === 1) throw error;
    return ask(server, number, attempts - 1);
  }
}

const workersOf = (server: RunningExample): number[] => {
  const tasks = `/proc/${server.child.pid}/task`;
  const text = readdirSync(tasks).map((thread) => readFileSync(`${tasks}/${thread}/children`, 'utf8')); // Deno starts them in any
  return text.join(' ').split(' ').filter(Boolean).map(Number);
};

function built(backend: 'native' | 'ffi', all: readonly Range[]) {
  const directory = temporaryDirectory();
  const [csv, table] = [join(directory, 'ranges.csv'), join(directory, 'table')];
  write(csv, all);
  expect(linesOf(backend, 'geo-table', ['build', csv, table])).toEqual([`${all.length} ranges`]);
  return { csv, table };
}

onBothBackends('examples/geo-table', (_, backend) => {
  it('finds what a search from the first to the last finds', () => {
    const all = ranges(20_000, 'place');
    const { table } = built(backend, all);
    const asked = addresses(all);
    expect(linesOf(backend, 'geo-table', ['find', table, ...asked.map(address)])).toEqual(
      asked.map((number) => `${address(number)} ${placeOf(all, number) ?? 'unknown'}`),
    );
  });

  it('serves it from all workers, when one is killed too, and the next table when it is told', async () => {
    const [old, next] = [ranges(20_000, 'old'), ranges(30_000, 'new')];
    const { csv, table } = built(backend, old);
    const server = startExample(backend, 'geo-table', ['serve', table]);
    await server.until((lines) => lines.length > 0);
    for (const number of addresses(old)) {
      const place = placeOf(old, number);
      expect(await ask(server, number)).toMatchObject(
        place === undefined ? { status: 404 } : { status: 200, place },
      );
    }
    const [victim = 0, ...others] = workersOf(server);
    expect(others.length).toBeGreaterThan(0);
    const mapsTable = (pid: number) => carray.mappings(pid).some(({ path }) => path === table);
    expect([victim, ...others].every(mapsTable)).toBe(true);
    process.kill(victim, 'SIGKILL');
    // A request that Node hands to a worker which dies at this moment is lost: ask when another has taken its place.
    const isReplaced = (pids: readonly number[]) =>
      pids.length > others.length && !pids.includes(victim) && pids.every(mapsTable);
    while (!isReplaced(workersOf(server))) await new Promise((resolve) => setTimeout(resolve, 20));
    for (let turn = 0; turn < 20; turn++)
      expect(await ask(server, 2 ** 32 - 1)).toMatchObject({ status: 200 });

    write(csv, next);
    linesOf(backend, 'geo-table', ['build', csv, table]);
    signal(server, 'SIGHUP');
    const [before, after] = [placeOf(old, 0), placeOf(next, 0)];
    for (let same = 0; same < 20; ) {
      const { place } = await ask(server, 0);
      expect([before, after]).toContain(place);
      same = place === after ? same + 1 : 0;
    }
    for (const number of addresses(next).slice(0, 40))
      expect((await ask(server, number)).place).toBe(placeOf(next, number));

    rmSync(table);
    signal(server, 'SIGHUP');
    for (let turn = 0; turn < 20; turn++) expect((await ask(server, 0)).place).toBe(after);
    signal(server, 'SIGTERM');
    const ended = await server.ended;
    expect([ended.signal, ended.stderr]).toEqual([
      'SIGTERM',
      expect.stringMatching(/^(geo-table: the old table stays: ENOENT.*\n)*$/),
    ]);
  });

  it.each([
    ['no address', '1.2.3,1.2.3.4,XX\n'],
    ['no last address', '1.2.3.4\n'],
    ['an end in front of its start', '1.0.0.0,1.0.0.255,AU\n2.0.0.0,1.0.0.0,XX\n'],
    ['a place that is too long', `1.0.0.0,1.0.0.255,${'x'.repeat(25)}\n`],
  ])('%s is one line and status 1, and the table stays', (_what, text) => {
    const { csv, table } = built(backend, ranges(10, 'old'));
    const before = readFileSync(table);
    writeFileSync(csv, text);
    const { status, signal, stdout, stderr } = runExample(backend, 'geo-table', ['build', csv, table]);
    expect({ status, signal, stdout }).toEqual({ status: 1, signal: null, stdout: '' });
    expect(stderr).toMatch(/^geo-table: .+\n$/);
    expect(readFileSync(table)).toEqual(before);
  });

  it('a table that is not there is one line and status 1, and starts no worker', () => {
    const { status, stderr } = runExample(backend, 'geo-table', ['serve', '/nowhere']);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^geo-table: \/nowhere: ENOENT.*\n$/)]);
  });
});
