import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The functions of the compiled addon; `addon/calls.cc` has the other side. */
export interface Addon {
  readonly pageSize: number;
  map(
    address: number,
    byteLength: number,
    protection: number,
    flags: number,
    fd: number,
    fileOffset: number,
  ): number;
  mapInside(
    reservation: number,
    byteOffset: number,
    byteLength: number,
    protection: number,
    flags: number,
    fd: number,
    fileOffset: number,
  ): number;
  addressOf(region: number): number;
  unmap(region: number): number;
  protect(region: number, byteOffset: number, byteLength: number, protection: number): number;
  advise(region: number, byteOffset: number, byteLength: number, advice: number): number;
  sync(region: number, byteOffset: number, byteLength: number, flags: number): number;
  syncAsync(region: number, byteOffset: number, byteLength: number, flags: number): Promise<number>;
  allocate(fd: number, fileOffset: number, byteLength: number): number;
  buffer(
    region: number,
    byteOffset: number,
    byteLength: number,
    serial: number,
    maxBufferBytes: number,
  ): ArrayBuffer | number;
  detach(serial: number, buffer: ArrayBuffer): number;
  liveRegions(): number;
}

const folder = join(__dirname, '..', 'prebuilds', `${process.platform}-${process.arch}`);

/** Loads the compiled addon of the running platform, or throws an error that says why there is none. */
export function loadAddon(): Addon {
  const path = join(folder, 'carray.node');
  if (!existsSync(path)) throw new Error(`${reasonForNoBinary()} (${path} does not exist)`);
  return createRequire(__filename)(path) as Addon;
}

function reasonForNoBinary(): string {
  const path = join(folder, 'no-binary.txt');
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  return `@carray/native has no binary for ${process.platform}-${process.arch}`;
}
