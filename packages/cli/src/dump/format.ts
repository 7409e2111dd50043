import type { ElementType } from 'carray';

/** Of elements: small enough for the processor's cache, with their texts. */
export const ELEMENT_BLOCK_BYTES = 2 ** 16;

/** Texts of one kind about the bytes of a file. */
export interface Format {
  /** A block is a multiple of so many bytes: a line, or an element. The last one may be shorter where lines are. */
  readonly unitBytes: number;
  /** About how many bytes a block has. */
  readonly blockBytes: number;
  /** Whether a block says all that its text depends on: then threads can make the texts of several at a time. */
  readonly isStateless: boolean;
  begin?(): string;
  /** The text of the next block, until the one after it is asked for. `byteOffset` is in the file. */
  block(bytes: Buffer, byteOffset: number): Uint8Array | string;
  end?(): string;
}

/** What a text is about. */
export interface Subject {
  readonly file: string;
  readonly type: ElementType;
  /** In the file. */
  readonly byteOffset: number;
  /** A multiple of the element type's size. */
  readonly byteLength: number;
  /** Whether the end was asked for; else it is that of the file. */
  readonly endsEarly: boolean;
}

export const formatNames = ['table', 'hex', 'json', 'ndjson', 'csv', 'raw'] as const;
export const likeNames = ['od', 'xxd', 'hexdump'] as const;

export type FormatName = (typeof formatNames)[number] | (typeof likeNames)[number];

/** How it is to look. */
export interface Looks {
  readonly format: FormatName;
  readonly isTerminal: boolean;
  /** Characters that a line has room for: of the terminal, else what one mostly has. */
  readonly columns: number;
  /** Bytes in a line of hex. */
  readonly width: number | undefined;
  readonly squeeze: boolean;
  readonly colours: boolean;
}

const ofBytes: readonly FormatName[] = ['hex', 'raw', ...likeNames];
const forPeople: readonly FormatName[] = ['hex', 'table', ...likeNames];

/** Whether it prints bytes: of whichever elements, whole ones or not. */
export const isOfBytes = (format: FormatName): boolean => ofBytes.includes(format);

/** Whether people read it, so that it may name the files. */
export const isForPeople = (format: FormatName): boolean => forPeople.includes(format);
