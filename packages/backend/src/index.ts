export type { Backend, RegionId, Supports } from './backend.js';
