// What memmap2 does: memmap2 CASE FOLDER prints one line.
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use memmap2::{Mmap, MmapMut, MmapOptions};

const PAGE: usize = 4096;

fn open(path: &Path) -> File {
    OpenOptions::new().read(true).write(true).create(true).open(path).unwrap()
}

fn file(path: &Path) -> File {
    std::fs::write(path, vec![7; 4 * PAGE]).unwrap();
    open(path)
}

fn truncated(path: &Path) -> MmapMut {
    let file = file(path);
    let map = unsafe { MmapMut::map_mut(&file) }.unwrap();
    file.set_len(0).unwrap();
    map
}

fn full(path: &Path) -> MmapMut {
    let file = open(path);
    file.set_len(4 * PAGE as u64).unwrap();
    let map = unsafe { MmapMut::map_mut(&file) }.unwrap();
    let mut filler = File::create(path.with_file_name("filler")).unwrap();
    while filler.write_all(&[0; PAGE]).is_ok() {}
    map
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let path = PathBuf::from(&arguments[2]).join("mapped");
    match arguments[1].as_str() {
        "truncated get" => println!("{}", truncated(&path)[PAGE]),
        "truncated set" => {
            truncated(&path)[PAGE] = 1;
            println!("stored");
        }
        "full disk set" => {
            full(&path)[PAGE] = 1;
            println!("stored");
        }
        "read-only set" => {
            let map: Mmap = unsafe { Mmap::map(&file(&path)) }.unwrap();
            // map[0] = 1 does not compile
            match map.make_mut() {
                Ok(_) => println!("made writable"),
                Err(error) => println!("make_mut: {error}"),
            }
        }
        "past the end" => {
            let map = unsafe { MmapOptions::new().len(5 * PAGE).map(&file(&path)) }.unwrap();
            println!("{}", map[4 * PAGE]);
        }
        other => panic!("{other}"),
    }
}
