export { loadBackend } from './ffi.js';
