// The same in a worker, which ends while the process goes on.
const { Worker } = require('node:worker_threads');
const { join } = require('node:path');

const worker = new Worker(join(__dirname, 'use.cjs'));
worker.once('exit', (status) => console.log('the worker ended with', status));
