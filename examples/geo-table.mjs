// Says where an IPv4 address is, from a table of ranges that all processes of a cluster share: a GeoIP service.
//
//   node geo-table.mjs build CSV TABLE          lines FIRST,LAST,PLACE, as 1.0.0.0,1.0.0.255,AU (db-ip.com and others have such)
//   node geo-table.mjs find TABLE ADDRESS...
//   node geo-table.mjs serve TABLE [PORT]       GET /1.0.0.7; a worker for each processor; SIGHUP: the table was built anew
//
// What the mapping gives: the table is in memory once, however many workers there are, and they start at once: nothing is parsed or sent to
// them. A lookup touches some twenty numbers of a column. A new table is a new file under the same name: the workers that are told
// map it in place of the old one, between two requests, and no request sees half of it.
import cluster from 'node:cluster';
import { closeSync, createReadStream, openSync, renameSync } from 'node:fs';
import { createServer } from 'node:http';
import { isIPv4 } from 'node:net';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { array, CArray, char, mapFile, munmap, struct, uint32 } from 'carray';

const range = struct({ first: uint32, last: uint32, place: array(char, 24) }); // 32 bytes

const numberOf = (address) => address.split('.').reduce((number, byte) => number * 256 + Number(byte), 0);

async function build(csv, path) {
  const ranges = [];
  for await (const line of createInterface({ input: createReadStream(csv) })) {
    const [first, last, ...place] = line.split(',');
    const value = { first: numberOf(first), last: numberOf(last ?? ''), place: place.join(',') };
    if (!isIPv4(first) || !isIPv4(last ?? '') || value.first > value.last)
      throw new Error(`line ${ranges.length + 1} is no FIRST,LAST,PLACE`);
    ranges.push(value);
  }
  ranges.sort((a, b) => a.first - b.first);
  const fd = openSync(`${path}.new`, 'w');
  CArray.from(range, ranges).writeTo(fd); // ERR_OUT_OF_RANGE where a place does not fit
  closeSync(fd);
  renameSync(`${path}.new`, path); // who has the old one mapped keeps it, whole
  console.log(`${ranges.length} ranges`);
}

const open = (path) => mapFile(path, { type: range, advice: 'random' });

function find(table, address) {
  const number = numberOf(address);
  let [low, high] = [0, table.length]; // where the first range is that begins behind the address
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (table.ref(middle).first <= number) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return undefined;
  const { last, place } = table.get(low - 1);
  return number <= last ? place : undefined;
}

function startWorkers(path) {
  munmap(open(path)); // if it cannot be mapped, that is said here, and once
  const count = availableParallelism();
  let started = 0;
  cluster.on('listening', (_, { port }) => {
    if (++started === count) console.log(`${count} workers on port ${port}`);
  });
  cluster.on('exit', (_, status) => {
    if (status === 1) process.exit(1); // it has said why, and so would the next one
    cluster.fork(); // which is there as fast as a process starts
  });
  process.on('SIGHUP', () => {
    for (const worker of Object.values(cluster.workers)) worker.send('reopen');
  });
  for (let index = 0; index < count; index++) cluster.fork();
}

function work(path, port) {
  const table = open(path);
  process.on('message', () => {
    try {
      table.mapping.remap({ reopen: true });
    } catch (error) {
      console.error(`geo-table: the old table stays: ${error.message}`);
    }
  });
  const server = createServer((request, response) => {
    const address = request.url.slice(1);
    const place = isIPv4(address) ? find(table, address) : undefined;
    response.writeHead(place === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ address, place }));
  });
  server.listen(port, '127.0.0.1');
}

const [command, path, ...rest] = process.argv.slice(2);
try {
  if (command === 'build' && rest.length === 1) await build(path, rest[0]);
  else if (command === 'find' && rest.length > 0 && rest.every(isIPv4)) {
    const table = open(path);
    for (const address of rest) console.log(`${address} ${find(table, address) ?? 'unknown'}`);
    munmap(table);
  } else if (command === 'serve' && path && /^\d{0,5}$/.test(rest.join(' '))) {
    if (cluster.isPrimary) startWorkers(path);
    else work(path, Number(rest[0] ?? 0));
  } else {
    console.error('usage: node geo-table.mjs build CSV TABLE | find TABLE ADDRESS... | serve TABLE [PORT]');
    process.exitCode = 2;
  }
} catch (error) {
  console.error(`geo-table: ${path}: ${error.message}`);
  process.exitCode = 1;
}
