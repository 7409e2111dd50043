/** The engine's own arrays. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** A typed array class of the engine. */
export interface TypedArrayClass<A extends TypedArray = TypedArray> {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
}

/** How values of an element type are checked, and how they go into bytes and out of them. */
export interface Codec<V> {
  /** The value if it can be stored, else throws: nothing is wrapped, cut or rounded out of range. */
  check(value: unknown): V;
  load(view: DataView, byteOffset: number): V;
  /** Stores a checked value. */
  store(view: DataView, byteOffset: number, value: V): void;
  /** Present where the engine has an array of the same bits and values: then there are raw views. */
  readonly engine?: TypedArrayClass;
  /** The same as JavaScript source, for generated accessors; those call the codec where there is none. */
  readonly inline?: Inline;
}

/** Makes a value known to the generated code; returns its name there. */
export type Constants = (value: unknown) => string;

/** A codec as JavaScript source. `view` and `at` are expressions: a DataView, and a byte offset in it. */
export interface Inline {
  /** An expression: the value. */
  load(view: string, at: string, constants: Constants): string;
  /** What is always loaded: an integer of at most 32 bits, or a number of any kind. */
  readonly loads?: 'integer' | 'number';
  readonly stores?: {
    /** An expression without effects: 0 exactly where `check` would return, and nothing else to be done to the value. */
    misfit(value: string): string;
    /** A statement that stores a value that fits. */
    store(view: string, at: string, value: string): string;
  };
}

/**
 * What one element of an array is: a C type, its size and alignment in bytes, and the JavaScript values it
 * takes. `V` is inferred, so `CArray.of(float64, 1).get(0)` is a number and `CArray.of(int64, 1n).get(0)` a bigint.
 *
 * `V` is what loads give, and `S` what stores take: the same, but for unions and arrays, and structs with those.
 */
export interface ElementType<V = unknown, A extends TypedArray = TypedArray, S = V> {
  /** The name it is exported by: 'uint32'. */
  readonly name: string;
  /** Bytes of one element, at least 1. */
  readonly size: number;
  /** Bytes; an element's address should be a multiple of it. Unaligned elements work, slower. */
  readonly alignment: number;
  /** @internal */
  readonly codec: Codec<V>;
  /** @internal Whether its bytes hold bits of something else too: those of a bit-field do. */
  readonly isPartial?: boolean;
  /** @hidden The values and the class of the raw views, for inference alone: never there. `stored` is a method as `set` is. */
  readonly inferred?: { readonly value: V; readonly typedArray: A; stored(value: S): void };
}

/** The JavaScript value of an element type, as loads give it. */
export type ValueOf<E> = E extends ElementType<infer V, TypedArray, unknown> ? V : never;

/** What stores take for an element type: of a union one member, of an array any iterable. */
export type StoredOf<E> = E extends ElementType<unknown, TypedArray, infer S> ? S : never;

/** The typed array class of an element type's raw views. */
export type TypedArrayOf<E> = E extends ElementType<unknown, infer A> ? A : never;
