export { loadBackend } from './native.js';
