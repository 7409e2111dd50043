import type { Codec, Constants } from './element-type.js';

/** JavaScript source of a load: the codec's own, or a call of it. */
export function loadSource(codec: Codec<unknown>, view: string, at: string, constants: Constants): string {
  return codec.inline?.load(view, at, constants) ?? `${constants(codec)}.load(${view}, ${at})`;
}

/** A name as a property of an object literal: whatever it holds, it stays a name. */
export function propertySource(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : JSON.stringify(name);
}
