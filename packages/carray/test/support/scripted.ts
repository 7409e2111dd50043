import type { Backend } from '@carray/backend';
import { createFakeBackend, type FakeBackend, type FakeOptions } from '@carray/backend/fake';
import { withBackend } from '../../src/index.js';
import type { FakeApi } from './api.js';

/** The functions that map, over a fake of which some calls answer as they are told. */
export function scriptedApi(
  answers: (fake: FakeBackend) => Partial<Backend>,
  options?: FakeOptions,
): FakeApi {
  const fake = createFakeBackend({ guards: true, ...options });
  const scripted = new Map<PropertyKey, unknown>(Object.entries(answers(fake)));
  const backend = new Proxy(fake, {
    get(target, name) {
      const value: unknown = scripted.get(name) ?? Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ...withBackend(backend), fake };
}

/** The functions that map, over a fake whose regions may be longer than what is asked of them, as those of huge pages are. */
export function hugeApi(): FakeApi {
  const lengths = new Map<number, number>();
  return scriptedApi((fake) => ({
    map(...given) {
      const region = fake.map(...given);
      lengths.set(region, given[1]);
      return region;
    },
    attach(token) {
      const region = fake.attach(token);
      lengths.set(region, Math.max(...lengths.values()));
      return region;
    },
    // The fake's buffers cover whole regions.
    buffer: (region) => fake.buffer(region, 0, lengths.get(region) ?? 0),
  }));
}

/** Class and code of what a promise rejects with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    (value) => {
      throw new Error(`no error, but ${String(value)}`);
    },
    (reason: unknown) => reason,
  );
  if (error instanceof Error && 'code' in error) return `${error.constructor.name} ${String(error.code)}`;
  throw error;
}
