import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { manifestIn } from './tarballs.js';

/** Where all other packages are. */
const UPSTREAM = 'https://registry.npmjs.org';

const digest = (bytes: Buffer, algorithm: string, form: 'hex' | 'base64'): string =>
  createHash(algorithm).update(bytes).digest(form);

/** In front of the path of a registry in which every binary is for another machine than this one. */
export const ELSEWHERE = '/elsewhere';

/** What a registry says of a package that it has one version of. */
function documentOf(path: string, url: string, isElsewhere: boolean): object {
  const manifest = manifestIn(path);
  if (isElsewhere && manifest.os !== undefined) manifest.os = ['none'];
  const bytes = readFileSync(path);
  const dist = {
    tarball: `${url}/-/${basename(path)}`,
    shasum: digest(bytes, 'sha1', 'hex'),
    integrity: `sha512-${digest(bytes, 'sha512', 'base64')}`,
  };
  const { name, version } = manifest;
  const versions = { [version]: { ...manifest, _id: `${name}@${version}`, dist } };
  return {
    name,
    'dist-tags': { latest: version },
    versions,
    time: { [version]: '2026-01-01T00:00:00.000Z' },
  };
}

/**
 * A registry on this machine, of these packages and, by redirection, all that are not ours. Packages from it are chosen by os, cpu and
 * libc, and left out when optional, as published ones are, which dependencies on files are not by pnpm and yarn.
 */
export async function startRegistry(
  tarballs: Readonly<Record<string, string>>,
): Promise<{ url: string; close: () => void }> {
  const files = new Map(Object.values(tarballs).map((path) => [`/-/${basename(path)}`, path]));
  const server = createServer(({ url: asked = '/' }, response) => {
    const isElsewhere = asked.startsWith(`${ELSEWHERE}/`);
    const url = isElsewhere ? asked.slice(ELSEWHERE.length) : asked;
    const file = files.get(url);
    const name = decodeURIComponent(url.slice(1));
    const ours = tarballs[name];
    // Another run may get this port, with other packages.
    response.setHeader('cache-control', 'no-store');
    if (file !== undefined) response.end(readFileSync(file));
    else if (ours !== undefined) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(documentOf(ours, address(), isElsewhere)));
    } else if (name === 'carray' || name.startsWith('@carray/')) response.writeHead(404).end('{}');
    else response.writeHead(302, { location: UPSTREAM + url }).end();
  });
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: address(), close: () => server.close() };
}
