// What github.com/edsrzf/mmap-go does: mmap CASE FOLDER prints one line.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/edsrzf/mmap-go"
)

const page = 4096

var path string

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func open() *os.File {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	check(err)
	return file
}

func mapped(protection, pages int) mmap.MMap {
	bytes := make([]byte, 4*page)
	bytes[0] = 7
	check(os.WriteFile(path, bytes, 0o600))
	array, err := mmap.MapRegion(open(), pages*page, protection, 0, 0)
	check(err)
	return array
}

func truncated() mmap.MMap {
	array := mapped(mmap.RDWR, 4)
	check(os.Truncate(path, 0))
	return array
}

func full() mmap.MMap {
	check(os.WriteFile(path, nil, 0o600))
	check(os.Truncate(path, 4*page))
	array, err := mmap.MapRegion(open(), 4*page, mmap.RDWR, 0, 0)
	check(err)
	filler, err := os.Create(filepath.Join(filepath.Dir(path), "filler"))
	check(err)
	for err == nil {
		_, err = filler.Write(make([]byte, page))
	}
	return array
}

func store(array mmap.MMap, index int) any {
	array[index] = 1
	return "stored"
}

var cases = map[string]func() any{
	"truncated get": func() any { return truncated()[page] },
	"truncated get, SetPanicOnFault": func() (result any) {
		defer func() { result = recover() }()
		debug.SetPanicOnFault(true)
		return truncated()[page]
	},
	"truncated set": func() any { return store(truncated(), page) },
	"full disk set": func() any { return store(full(), page) },
	"read-only set": func() any { return store(mapped(mmap.RDONLY, 4), 0) },
	"past the end":  func() any { return mapped(mmap.RDONLY, 5)[4*page] },
	"unmapped get": func() any {
		array := mapped(mmap.RDWR, 4)
		other := array
		check(array.Unmap())
		return other[0]
	},
}

func main() {
	path = filepath.Join(os.Args[2], "mapped")
	fmt.Println(cases[os.Args[1]]())
}
