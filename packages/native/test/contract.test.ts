import { backendContract } from '@carray/backend/contract';
import { loadBackend } from '../src/index.js';

backendContract('native', loadBackend);
