import { createFakeBackend, type FakeBackend, type FakeOptions } from '@carray/backend/fake';
import { type Api, withBackend } from '../../src/index.js';

/** The functions that map, over a fake that claims to make SharedArrayBuffers. */
export interface SharedBuffersApi extends Api {
  readonly fake: FakeBackend;
  /** Start and length of each that was asked for, in bytes. */
  readonly made: [number, number][];
  /** Errnos that the next ones are refused with. */
  readonly refusals: number[];
}

/** Each is a copy of the bytes when it is made: nothing in plain JavaScript shares memory with an ArrayBuffer. */
export function sharedBuffersApi(options: FakeOptions = {}): SharedBuffersApi {
  const fake = createFakeBackend({ guards: true, ...options });
  const [made, refusals]: [[number, number][], number[]] = [[], []];
  const sharedBuffer = (region: number, byteOffset: number, byteLength: number) => {
    const refusal = refusals.shift();
    if (refusal !== undefined) return -refusal;
    made.push([byteOffset, byteLength]);
    const bytes = new Uint8Array(byteLength);
    fake.copyOut(region, byteOffset, bytes);
    const buffer = new SharedArrayBuffer(byteLength);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  };
  Object.defineProperties(fake, {
    supports: { value: { ...fake.supports, sharedBuffers: true } },
    sharedBuffer: { value: sharedBuffer },
  });
  return { ...withBackend(fake), fake, made, refusals };
}
