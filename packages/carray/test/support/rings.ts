import { MAP_SHARED, PROT_READ, PROT_WRITE } from '@carray/constants';
import { type CArray, int32, type MappedArray, uint8 } from '../../src/index.js';
import { RingBuffer } from '../../src/sync/index.js';
import { type FakeApi, fakeApi } from './api.js';
import type { CodedError } from './errors.js';
import { fileOf } from './files.js';

/** Bytes in front of the records. */
export const HEADER = 192;
/** Numbers of 32 bits from the start of a ring. */
export const words = {
  ...{ magic: 0, version: 1, capacity: 2, headerBytes: 3 },
  ...{ written: 16, producer: 17, producerWaits: 18, producerClosed: 19 },
  ...{ read: 32, consumer: 33, consumerWaits: 34, consumerClosed: 35 },
};

/** Memory for rings: reached through views, or by copies of the kernel, as files are where nothing survives a fault. */
export const ringMemories: readonly {
  name: string;
  map: (byteLength: number) => { memory: MappedArray<typeof uint8>; api: FakeApi };
}[] = [
  {
    name: 'views',
    map: (byteLength) => {
      const api = fakeApi();
      return { api, memory: api.mapAnonymous(uint8, byteLength, { shared: true }) };
    },
  },
  {
    name: 'copies',
    map: (byteLength) => {
      const api = fakeApi({ guards: false });
      const path = fileOf(new Uint8Array(byteLength));
      return { api, memory: api.mmap(uint8, byteLength, PROT_READ | PROT_WRITE, MAP_SHARED, path) };
    },
  },
];

export interface Ring {
  readonly api: FakeApi;
  readonly memory: MappedArray<typeof uint8>;
  readonly header: CArray<typeof int32>;
  readonly producer: RingBuffer;
  readonly consumer: RingBuffer;
}

/** A ring with both its sides in this thread, whose positions begin where they are told to. */
export function makeRing(
  { map } = ringMemories[0] as (typeof ringMemories)[0],
  capacity = 64,
  start = 0,
): Ring {
  const { api, memory } = map(HEADER + capacity);
  const producer = RingBuffer.create(memory, { capacity });
  const header = memory.subarray(0, HEADER).cast(int32);
  header.set(words.written, start);
  header.set(words.read, start);
  return { api, memory, header, producer, consumer: RingBuffer.open(memory) };
}

/** The bytes of a message that says which it is. */
export const message = (length: number, number = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 7 + number * 31 + 1) & 0xff);

/** Class and code of what a promise is rejected with; or the name of an error without a code of ours. */
export async function rejection(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    const { code, name } = error as CodedError;
    return typeof code === 'string' ? `${(error as Error).constructor.name} ${code}` : name;
  }
  throw new Error('no error');
}
