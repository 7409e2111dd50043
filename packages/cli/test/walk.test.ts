import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Path, pathsOf } from '../src/cache/paths.js';
import { noneSkipped, skippedText } from '../src/cache/skipped.js';
import { Walk, type WalkOptions } from '../src/cache/walk.js';
import { temporaryDirectory } from './support/cli.js';

const file = temporaryDirectory();

interface Walked {
  readonly files: string[];
  readonly failed: string[];
  readonly skipped: object;
}

async function walked(paths: Iterable<Path>, options: WalkOptions = {}): Promise<Walked> {
  const failed: string[] = [];
  const walk = new Walk(options, (path, error) =>
    failed.push(`${relative(file(''), String(path))}: ${error}`),
  );
  const files: string[] = [];
  for await (const { path } of walk.files(paths)) files.push(relative(file(''), path.toString()));
  const skipped = Object.fromEntries(Object.entries(walk.skipped).filter(([, count]) => count > 0));
  return { files, failed, skipped };
}

beforeAll(() => {
  mkdirSync(file('tree/b/c'), { recursive: true });
  for (const name of ['z', 'a', 'b/one', 'b/c/deep']) writeFileSync(file(`tree/${name}`), name);
  truncateSync(file('tree/z'), 5000);
  linkSync(file('tree/a'), file('tree/b/hard'));
  symlinkSync('..', file('tree/b/loop'));
  symlinkSync('../outside', file('tree/out'));
  symlinkSync('nowhere', file('tree/broken'));
  mkdirSync(file('outside'));
  writeFileSync(file('outside/far'), 'far');
  execFileSync('mkfifo', [file('tree/fifo')]);
});

describe('a walk', () => {
  test('finds files in order, each once, and counts what it passes over', async () => {
    expect(await walked([file('tree')])).toEqual({
      files: ['tree/a', 'tree/b/c/deep', 'tree/b/one', 'tree/z'],
      failed: [],
      skipped: { symbolicLinks: 3, otherKinds: 1, otherNames: 1 },
    });
  });

  test('follows links where it is asked to, loops too, and is not lost', async () => {
    expect(await walked([file('tree')], { follow: true })).toEqual({
      files: ['tree/a', 'tree/b/c/deep', 'tree/b/one', 'tree/out/far', 'tree/z'],
      failed: [],
      skipped: { symbolicLinks: 1, otherKinds: 1, otherNames: 1 },
    });
  });

  test('follows a link that is named', async () => {
    expect((await walked([file('tree/out')])).files).toEqual(['tree/out/far']);
  });

  test('counts a file once that is named twice, and found', async () => {
    const { files, skipped } = await walked([file('tree/a'), file('tree/b'), file('tree/a'), file('tree')]);
    expect(files).toEqual(['tree/a', 'tree/b/c/deep', 'tree/b/one', 'tree/z']);
    expect(skipped).toMatchObject({ otherNames: 3 });
  });

  test('skips what is larger than wanted; what is as large is not', async () => {
    expect((await walked([file('tree/z')], { maxFileBytes: 5000 })).files).toEqual(['tree/z']);
    const { files, skipped } = await walked([file('tree/z')], { maxFileBytes: 4999 });
    expect({ files, skipped }).toEqual({ files: [], skipped: { tooLarge: 1 } });
  });

  test.skipIf(readdirSync('/proc').length === 0)('stays on a file system', async () => {
    symlinkSync('/proc/self/task', file('outside/proc'));
    const options = { follow: true, oneFileSystem: true };
    const { files, skipped } = await walked([file('outside')], options);
    expect({ files, skipped }).toEqual({ files: ['outside/far'], skipped: { otherFileSystems: 1 } });
    rmSync(file('outside/proc'));
  });

  test('goes on after what is wrong', async () => {
    const socket = createServer().listen(file('socket'));
    await new Promise((resolve) => socket.once('listening', resolve));
    const wrong = ['nowhere', 'tree/fifo', 'tree/broken', 'socket', 'tree/a/b'].map(file);
    const { files, failed } = await walked([...wrong, '/dev/null', file('tree/b/one')]);
    socket.close();
    expect(files).toEqual(['tree/b/one']);
    expect(failed.join('\n')).toMatch(
      /^nowhere: .*ENOENT.*\n.*fifo: .* is a FIFO: .*\n.*broken: .*ENOENT.*\nsocket: .* is a socket: .*\n.*ENOTDIR.*\n.*null: .* is a device: .*$/,
    );
  });

  test('goes on where a file or a directory goes while it walks', async () => {
    mkdirSync(file('fleeting/b'), { recursive: true });
    for (const name of ['a', 'b/x', 'c', 'd']) writeFileSync(file(`fleeting/${name}`), '');
    const failed: string[] = [];
    const files: string[] = [];
    const walk = new Walk({}, (path) => failed.push(relative(file('fleeting'), String(path))));
    for await (const { path } of walk.files([file('fleeting')])) {
      files.push(relative(file('fleeting'), String(path)));
      rmSync(file('fleeting/b'), { recursive: true, force: true });
      rmSync(file('fleeting/c'), { force: true });
    }
    expect({ files, failed }).toEqual({ files: ['a', 'd'], failed: ['b', 'c'] });
  });

  test('finds names that are no text', async () => {
    const directory = file('bytes');
    mkdirSync(directory);
    const name = Buffer.concat([Buffer.from(`${directory}/`), Buffer.from([0xff, 0x41])]);
    writeFileSync(name, 'x');
    writeFileSync(`${directory}/\ufffd`, 'x');
    const found: Path[] = [];
    for await (const { path } of new Walk({}, () => {}).files([directory])) found.push(path);
    expect(found).toEqual([`${directory}/\ufffd`, name]);
  });
});

describe('a list of paths', () => {
  const list = async (text: string | Buffer, options: object = {}): Promise<Path[]> => {
    writeFileSync(file('list'), text);
    const paths: Path[] = [];
    for await (const path of pathsOf(['first'], { filesFrom: file('list'), ...options })) paths.push(path);
    return paths;
  };

  test('is behind the paths of the command line', async () => {
    expect(await list('a\nb c\n\nd')).toEqual(['first', 'a', 'b c', 'd']);
    expect(await list('a\nb\0c\n\0', { null: true })).toEqual(['first', 'a\nb', 'c\n']);
    expect(await list('')).toEqual(['first']);
    expect(await list(Buffer.from([0xff, 0x0a, 0x41]))).toEqual(['first', Buffer.from([0xff]), 'A']);
  });

  test('may be longer than a piece of it', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `päth/${index}`);
    expect(await list(names.join('\n'))).toEqual(['first', ...names]);
  });
});

test('what was skipped is told in words', () => {
  expect(skippedText(noneSkipped())).toBeUndefined();
  const some = { ...noneSkipped(), symbolicLinks: 1, tooLarge: 2000 };
  expect(skippedText(some)).toBe('skipped: 1 symbolic link, 2,000 larger files');
});
