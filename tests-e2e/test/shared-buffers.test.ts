import { describe, expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { carray, noNative, onBothBackends } from '../src/packed.js';
import { hasCall } from '../src/shared-buffers/run.js';
import { sharedBufferStories } from '../src/shared-buffers/stories.js';

const { native } = carray.backendInfo();
const supported = { native: native.available && native.supports.sharedBuffers, ffi: false };
const version = process.versions.node;

describe.skipIf(noNative !== undefined)(`SharedArrayBuffers in Node ${version}`, () => {
  it('are there where the runtime has the call for them', () => {
    const expected = 'deno' in process.versions ? false : hasCall(version);
    expect(supported.native).toBe(expected ?? supported.native);
  });

  if (supported.native) sharedBufferStories(process.execPath, 10);
});

onBothBackends('sharedBuffer', ({ mapAnonymous, mapFile, pageSize }, backend) => {
  it.skipIf(supported[backend])('is refused in words where there is none, and nothing has changed', () => {
    const array = mapFile(fileOf(Buffer.alloc(pageSize, 1)), { access: 'read-write' });
    for (const each of [array.subarray(8), array, mapAnonymous(carray.float64, 2)]) {
      let error: unknown;
      try {
        each.sharedBuffer;
      } catch (caught) {
        error = caught;
      }
      expect(error).toMatchObject({ name: 'Error', code: 'ERR_UNSUPPORTED' });
      const message = String(error);
      for (const word of [backend, version, '22.23.3', '24.16.0', '26.1.0', 'share()']) {
        expect(message).toContain(word);
      }
      each.mapping?.protect('read-write');
    }
    expect(array.mapping.unmap()).toBe(true);
  });

  it.runIf(supported[backend])('is a SharedArrayBuffer', () => {
    const array = mapAnonymous(carray.float64, 2);
    const { sharedBuffer } = array;
    expect(sharedBuffer).toBeInstanceOf(SharedArrayBuffer);
    expect(array.sharedBuffer).toBe(sharedBuffer);
    expect(sharedBuffer.byteLength).toBe(16);
  });
});
