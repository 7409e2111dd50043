/**
 * Files that are memory, without a name or with one that every process knows. A part of `Backend`.
 *
 * Names are any text, given to the system as UTF-8. One with a NUL inside is answered with -EINVAL, one of more than 4,095 bytes
 * with -ENAMETOOLONG, both without a system call. Descriptors are the caller's: node:fs makes such a file longer, `closeFile` closes it.
 */
export interface MemoryFileCalls {
  /**
   * memfd_create(2): a new file without a path, of length 0, readable and writable, which is gone with its last descriptor and mapping.
   * The name is for /proc alone, and may be used twice. Without MFD_CLOEXEC programs that are started inherit the descriptor.
   * @param flags MFD_*
   * @returns a descriptor, or -errno: EINVAL (flags, a name of more than 249 bytes), EMFILE, ENFILE, ENOMEM, EPERM (huge pages);
   * ENOSYS where `supports.memoryFiles` is false.
   * @example
   * const fd = backend.createMemoryFile('frames', MFD_CLOEXEC);
   * if (fd < 0) throw new Error(`memfd_create: errno ${-fd}`);
   * ftruncateSync(fd, 3 * backend.pageSize);
   * const region = backend.map(0, 3 * backend.pageSize, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
   * backend.closeFile(fd); // 0
   * backend.copyIn(region, 0, Uint8Array.of(1, 2, 3)); // 3
   * backend.unmap(region);
   */
  createMemoryFile(name: string, flags: number): number;

  /**
   * fcntl(2) with F_ADD_SEALS: what nobody can do with the memory file any more, whatever descriptor they have. Never taken off.
   * @param seals F_SEAL_*, one or several
   * @returns 0 or -errno: EBADF, EINVAL (no memory file, a seal that does not exist), EPERM (sealed by F_SEAL_SEAL, as files made
   * without MFD_ALLOW_SEALING are; a descriptor for reading alone), EBUSY (F_SEAL_WRITE while a shared mapping could be written to);
   * ENOSYS or ENOTSUP where `supports.seals` is false.
   */
  addSeals(fd: number, seals: number): number;

  /** fcntl(2) with F_GET_SEALS. @returns the seals, F_SEAL_* or 0, or -errno: EBADF, EINVAL (no memory file); else as `addSeals`. */
  seals(fd: number): number;

  /**
   * shm_open(3): a file of memory under a name, `/name` by custom, until it is unlinked. A new one (O_CREAT) has length 0 and the
   * mode `mode`, less the process's umask. The descriptor is closed where another program is started.
   * @param flags O_RDONLY or O_RDWR, and O_CREAT, O_EXCL, O_TRUNC, as in `fs.constants`
   * @param mode 0 to 0o7777; not looked at without O_CREAT
   * @returns a descriptor, or -errno: ENOENT, EEXIST (O_CREAT | O_EXCL), EACCES, EINVAL (a name that cannot be one), ENAMETOOLONG,
   * EMFILE, ENFILE, ENOSYS where the C library has no such function.
   * @example
   * const name = `/carray-example-${process.pid}`;
   * const fd = backend.openShared(name, fs.O_RDWR | fs.O_CREAT | fs.O_EXCL, 0o600);
   * if (fd < 0) throw new Error(`shm_open: errno ${-fd}`);
   * backend.openShared(name, fs.O_RDWR | fs.O_CREAT | fs.O_EXCL, 0o600); // -EEXIST
   * backend.unlinkShared(name); // 0
   * backend.unlinkShared(name); // -ENOENT
   * backend.closeFile(fd); // 0
   */
  openShared(name: string, flags: number, mode: number): number;

  /**
   * shm_unlink(3): the name is free again; the memory stays as long as anybody has it open or mapped.
   * @returns 0 or -errno: ENOENT, EACCES or EPERM, EINVAL, ENAMETOOLONG, ENOSYS.
   */
  unlinkShared(name: string): number;

  /**
   * close(2), of a descriptor that one of these calls has opened. The `close` of node:fs does the same, but in a worker it warns of a
   * descriptor that it has not opened itself.
   * @returns 0 or -errno: EBADF.
   */
  closeFile(fd: number): number;
}
