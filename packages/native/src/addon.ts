import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Backend, RegionId, ShareToken } from '@carray/backend';
import type { Work } from './work.js';

/** The numbers of a token, see addon/tokens.hh. */
export interface NativeToken extends ShareToken {
  readonly region: number;
  readonly check: number;
}

type Replaced =
  | 'name'
  | 'maxBufferBytes'
  | 'supports'
  | 'adviseAsync'
  | 'syncAsync'
  | 'buffer'
  | 'sharedBuffer'
  | 'detach'
  | 'guard'
  | 'share'
  | 'attach'
  | 'waitAsync';

/** The compiled addon: the backend, but for what it cannot know of buffers. `addon/*_calls.cc` have the other side. */
export type Addon = Omit<Backend, Replaced> & {
  /** Numbers of 32 bits, two equal ones for each slot of a guarded region. Missing where nothing can be guarded. */
  readonly faultCounters?: ArrayBuffer;
  /** `unreadable` is 0 or 1. @returns the slot of the region, the same at each call, or -errno. */
  guard(region: RegionId, unreadable: number): number;
  /** Puts the signal handlers back on top of others. Nothing before the first guard. */
  reinstallHandlers(): void;
  readonly adviseAsync: Work;
  readonly syncAsync: Work;
  /** Whether the system has a futex. */
  readonly futex: boolean;
  /**
   * `settle`, which is to be the same function at each call, gets the number of the wait and its status when it is over, at a later
   * turn of the event loop. @returns that number, or -errno.
   */
  waitAsync(
    region: RegionId,
    byteOffset: number,
    expected: number,
    timeout: number,
    settle: (wait: number, status: number) => void,
  ): number;
  /** Nothing for a wait that is over. */
  cancelWait(wait: number): void;
  /** `serial` names the buffer from now on; one longer than `maxBufferBytes` is refused. */
  buffer(
    region: RegionId,
    byteOffset: number,
    byteLength: number,
    serial: number,
    maxBufferBytes: number,
  ): ArrayBuffer | number;
  /** The same of a SharedArrayBuffer, which the number is not kept for. Missing where the runtime cannot make one. */
  sharedBuffer?(
    region: RegionId,
    byteOffset: number,
    byteLength: number,
    serial: number,
    maxBufferBytes: number,
  ): SharedArrayBuffer | number;
  detach(serial: number, buffer: ArrayBuffer): number;
  /** The memory of the buffer belongs to another one now, which may outlive this thread: it is kept for good. @returns 0, or -errno. */
  moved(serial: number): number;
  share(region: RegionId): Omit<NativeToken, 'backend'> | number;
  attach(process: number, region: number, check: number): RegionId | number;
};

const require = createRequire(__filename);
const target = `${process.platform}-${process.arch}`;
/** What a build of this package leaves. A published one has none. */
const built = join(__dirname, '..', 'prebuilds', target);

/** Loads the compiled addon of the running platform, or throws an error that says why there is none. */
export function loadAddon(): Addon {
  const paths = binaries();
  const refusals: unknown[] = [];
  for (const path of paths) {
    try {
      return require(path) as Addon;
    } catch (error) {
      refusals.push(error);
    }
  }
  throw refusals[0] ?? new Error(reasonForNoBinary());
}

/** The one that was built here, else those of the packages for this platform: npm before 10.3 installs those of both libcs. */
function binaries(): string[] {
  const path = join(built, 'carray.node');
  return existsSync(path) ? [path] : packages().flatMap(installed);
}

const packages = (): string[] => {
  const name = `@carray/native-${target}`;
  return process.platform === 'linux' ? [name, `${name}-musl`] : [name];
};

function installed(name: string): string[] {
  try {
    return [require.resolve(name)];
  } catch {
    return []; // another platform, or left out: `reasonForNoBinary` tells
  }
}

function reasonForNoBinary(): string {
  const path = join(built, 'no-binary.txt');
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  return (
    `@carray/native has no binary for ${target}: none of ${packages().join(', ')} is installed. npm leaves them out with ` +
    '--omit=optional, and where node_modules was made on another platform: install again, here and without it'
  );
}
