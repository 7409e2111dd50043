import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { npm } from '../src/installed/managers.js';
import { Project } from '../src/installed/project.js';

/** Bytes: what carray may take on a disk with all that it needs, most of it koffi. */
const MOST = 5_000_000;
/** Bytes: what the code of carray by itself would ideally have. It has more: this is told, not tested. */
const WISHED = 150_000;

const project = new Project(npm);

beforeAll(() => project.install(['carray']), 240_000);

/** Bytes of the files in a folder and those in it. */
const sizeOf = (path: string): number =>
  readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

function packages(): string[] {
  const folder = project.path('node_modules');
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return names.flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

it.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'carray and all that it needs are less than 5 MB',
  () => {
    const sizes = packages().map((name) => [name, sizeOf(project.path('node_modules', name))] as const);
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    const rows = [...sizes]
      .sort(([, one], [, other]) => other - one)
      .map(([name, size]) => `${String(size).padStart(9)} ${name}`);
    const { size } = statSync(project.path('node_modules/carray/dist/index.js'));
    console.log(
      `${rows.join('\n')}\n${String(total).padStart(9)} bytes in all; carray's own code: ${size}, wished: ${WISHED}`,
    );
    expect(total).toBeLessThan(MOST);
    expect(sizes.map(([name]) => name).sort()).toEqual([
      '@carray/backend',
      '@carray/constants',
      '@carray/ffi-fallback',
      '@carray/native',
      '@carray/native-linux-x64',
      '@koromix/koffi-linux-x64',
      'carray',
      'koffi',
    ]);
  },
);
