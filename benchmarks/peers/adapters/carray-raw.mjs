import { open as map } from './carray.mjs';

export { indexed as access } from '../kinds.mjs';

export function open(path, byteLength, options) {
  const opened = map(path, byteLength, options);
  return { ...opened, array: opened.array.typedArray };
}
