import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { pageSize } from 'carray';
import { bin, type Result, run } from './cli.js';

const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** What is on this machine; tests that need what is missing are skipped, and seen to be. */
export const has = {
  fincore: runs('fincore', '--version'),
  vmtouch: spawnSync('vmtouch', []).error === undefined,
  python: runs('python3', '-c', 'import ctypes, mmap'),
  script: runs('script', '--version'),
  /** Files of tmpfs are nowhere but in memory. */
  eviction: statfsSync(tmpdir()).type !== 0x01021994,
  /** Whether commands can be run as a user without rights. */
  otherUser: runs('setpriv', '--reuid=65534', '--clear-groups', process.execPath, bin, '--version'),
};

/** A file of whole pages with something in them. */
export function fileOfPages(path: string, pages: number): string {
  writeFileSync(path, Buffer.alloc(pages * pageSize, 7));
  return path;
}

export function sparseFile(path: string, bytes: number): string {
  const fd = openSync(path, 'w');
  ftruncateSync(fd, bytes);
  closeSync(fd);
  return path;
}

/** One character for each page, 1 where mincore(2) finds it in memory: asked by another process, in another language. */
export async function mincore(path: string): Promise<string> {
  const program = `
import ctypes, mmap, os, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_longlong]
libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
fd = os.open(sys.argv[1], os.O_RDONLY)
size = os.fstat(fd).st_size
address = libc.mmap(None, size, 0, 2, fd, 0)
pages = ctypes.create_string_buffer((size + mmap.PAGESIZE - 1) // mmap.PAGESIZE)
if libc.mincore(address, size, pages) != 0: sys.exit(os.strerror(ctypes.get_errno()))
print(''.join(str(page & 1) for page in pages.raw))
`;
  const { stdout, stderr } = await run('python3', ['-c', program, path]);
  if (stdout === '') throw new Error(stderr);
  return stdout.trim();
}

/** Pages in memory, as util-linux counts them. */
export async function fincore(path: string): Promise<number> {
  const { stdout } = await run('fincore', ['--bytes', '--raw', '--noheadings', '--output', 'PAGES', path]);
  return Number(stdout.trim());
}

/** Runs the command as a user without rights. */
export function asNobody(args: readonly string[], limits = ''): Promise<Result> {
  const command = `${limits} exec setpriv --reuid=65534 --clear-groups "$0" "$@"`;
  return run('sh', ['-c', command, process.execPath, bin, ...args]);
}

/** The pages that runs name, as `mincore` writes them. */
export function flagsOf(list: readonly (readonly [number, number])[], pages: number): string {
  const flags = new Array<string>(pages).fill('0');
  for (const [first, count] of list) flags.fill('1', first, first + count);
  return flags.join('');
}
