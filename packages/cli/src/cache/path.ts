/** A path as the system has it: bytes where they are no text. */
export type Path = string | Buffer;

/** A path of something inside a directory. */
export function inside(directory: Path, name: Path): Path {
  if (typeof directory === 'string' && typeof name === 'string')
    return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
  return Buffer.concat([Buffer.from(directory), Buffer.from('/'), Buffer.from(name)]);
}
