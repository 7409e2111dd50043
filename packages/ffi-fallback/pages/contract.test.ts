import { backendContract } from '@carray/backend/contract';
import { withPages } from '@carray/backend/pages';
import { loadBackend } from '../src/index.js';

backendContract('ffi with pages of 64 KiB', () => withPages(loadBackend(), 65_536));
