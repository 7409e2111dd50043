import { run } from './cli.js';

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

/** The pages that runs name, as `mincore` writes them. */
export function flagsOf(list: readonly (readonly [number, number])[], pages: number): string {
  const flags = new Array<string>(pages).fill('0');
  for (const [first, count] of list) flags.fill('1', first, first + count);
  return flags.join('');
}
