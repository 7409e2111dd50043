export {
  type ConstantName,
  isAvailable,
  names,
  platforms,
  sinceKernel,
  sourceOf,
  valueOn,
} from './lookup.js';
export { type Platform, platform } from './platforms.js';
export * from './values/index.js';
