/** What the header of an ELF file says. */
export interface ElfMachine {
  readonly machine: number;
  readonly bits: number;
  readonly isLowFirst?: boolean;
}
export const elfMachines: Readonly<Partial<Record<string, ElfMachine>>>;
