// Shows what is in an ELF file, an executable or a library: its header and sections, its segments, or its largest symbols.
//
//   node elf-browser.mjs FILE [sections | segments | symbols [COUNT]]
//
// What the mapping gives: the declarations of <elf.h> are laid over the file where the header says, and only the pages that are looked at
// are ever read, a few of the 100 MB of node. A file that lies about its offsets is an ERR_OUT_OF_RANGE, whatever it says.
import { ctype, mapFile, munmap } from 'carray';

const Header =
  ctype(`struct { unsigned char ident[16]; uint16_t type, machine; uint32_t version; uint64_t entry, phoff, shoff;
  uint32_t flags; uint16_t ehsize, phentsize, phnum, shentsize, shnum, shstrndx; }`);
const Section = ctype(
  'struct { uint32_t name, type; uint64_t flags, addr, offset, size; uint32_t link, info; uint64_t addralign, entsize; }',
);
const Segment = ctype(
  'struct { uint32_t type, flags; uint64_t offset, vaddr, paddr, filesz, memsz, align; }',
);
const SymbolEntry = ctype(
  'struct { uint32_t name; unsigned char info, other; uint16_t shndx; uint64_t value, size; }',
);

const types = ['NONE', 'REL', 'EXEC', 'DYN', 'CORE'];
const sectionTypes = ['NULL', 'PROGBITS', 'SYMTAB', 'STRTAB', 'RELA', 'HASH', 'DYNAMIC', 'NOTE', 'NOBITS'];
const segmentTypes = ['NULL', 'LOAD', 'DYNAMIC', 'INTERP', 'NOTE', 'SHLIB', 'PHDR', 'TLS'];
const [SYMTAB, NOBITS, DYNSYM, FUNC] = [2, 8, 11, 2];

const hex = (number, digits = 8) => number.toString(16).padStart(digits, '0');

class Elf {
  constructor(bytes) {
    if (bytes.subarray(0, 4).readString() !== '\x7fELF') throw new Error('this is no ELF file');
    if (bytes.at(4) !== 2 || bytes.at(5) !== 1)
      throw new Error('only files of 64 bits, little-endian, can be read');
    this.bytes = bytes;
    this.header = this.table(Header, 0, Header.size).get(0);
    const { phoff, phnum, shoff, shnum, shstrndx } = this.header;
    this.segments = this.table(Segment, phoff, phnum * Segment.size);
    this.sections = this.table(Section, shoff, shnum * Section.size);
    this.names = shnum === 0 ? undefined : this.content(this.sections.get(shstrndx));
  }

  /** A part of the file as an array of something: nothing is read yet. */
  table(type, offset, byteLength) {
    return this.bytes.cast(type, offset, byteLength);
  }

  content({ type, offset, size }) {
    return this.bytes.cast(this.bytes.type, offset, type === NOBITS ? 0 : size);
  }

  showSections() {
    const { type, machine, entry } = this.header;
    console.log(`type ${types[type] ?? type}  machine ${machine}  entry 0x${hex(entry)}`);
    for (const [index, section] of this.sections.entries()) {
      const type = sectionTypes[section.type] ?? hex(section.type);
      const name = this.names.subarray(section.name).readString();
      console.log(
        `[${index}] ${name} ${type} ${hex(section.addr, 16)} ${hex(section.offset)} ${hex(section.size)}`,
      );
    }
  }

  showSegments() {
    for (const { type, flags, offset, vaddr, filesz, memsz } of this.segments) {
      const rights = `${flags & 4 ? 'r' : '-'}${flags & 2 ? 'w' : '-'}${flags & 1 ? 'x' : '-'}`;
      const sizes = `${hex(offset)} ${hex(vaddr, 16)} ${hex(filesz)} ${hex(memsz)}`;
      console.log(`${segmentTypes[type] ?? hex(type)} ${rights} ${sizes}`);
    }
  }

  /** Functions by size: two columns of the table are looked at, and the names of those that are shown. */
  showSymbols(count) {
    const all = this.sections.field('type');
    const index = all.includes(SYMTAB) ? all.indexOf(SYMTAB) : all.indexOf(DYNSYM);
    if (index === -1) throw new Error('this file has no symbols');
    const { offset, size, link } = this.sections.get(index);
    const symbols = this.table(SymbolEntry, offset, size);
    const names = this.content(this.sections.get(link));
    const sizes = symbols.field('size').slice().typedArray; // side by side, as a BigUint64Array
    const infos = symbols.field('info').slice().typedArray;
    const order = [...sizes.keys()].filter((at) => (infos[at] & 15) === FUNC && sizes[at] > 0n);
    order.sort((a, b) => Number(sizes[b] - sizes[a]) || a - b);
    for (const at of order.slice(0, count))
      console.log(`${sizes[at]} ${names.subarray(symbols.ref(at).name).readString()}`);
  }
}

const [path, what = 'sections', count = '20', ...rest] = process.argv.slice(2);
if (!path || !['sections', 'segments', 'symbols'].includes(what) || !/^\d+$/.test(count) || rest.length > 0) {
  console.error('usage: node elf-browser.mjs FILE [sections | segments | symbols [COUNT]]');
  process.exit(2);
}
let bytes;
try {
  bytes = mapFile(path, { advice: 'random' });
  const elf = new Elf(bytes);
  if (what === 'sections') elf.showSections();
  else if (what === 'segments') elf.showSegments();
  else elf.showSymbols(Number(count));
} catch (error) {
  console.error(`elf-browser: ${path}: ${error.message}`);
  process.exitCode = 1;
} finally {
  if (bytes) munmap(bytes);
}
