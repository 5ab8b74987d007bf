// Command gen writes the types and methods of package comagic from the vendor's
// inventory (internal/contract/inventory/comagic):
//
//	go run ../internal/gen -out .
//
// It writes all methods of both APIs, one file for each group of the vendor's. A shape that it does not know ends it with an error; files of an earlier run that
// are no longer written are removed.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

func main() {
	out := flag.String("out", ".", "folder of package comagic")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	files, err := generate(inventoryFile)
	if err != nil {
		return err
	}
	return write(out, files)
}

// inventoryFile reads a file of the embedded inventory.
func inventoryFile(name string) ([]byte, error) { return contract.File(contract.CoMagic, name) }

// generate returns the generated files by name.
func generate(read func(name string) ([]byte, error)) (map[string][]byte, error) {
	inv, err := load(read)
	if err != nil {
		return nil, err
	}
	m, err := newModel(inv)
	if err != nil {
		return nil, err
	}
	return m.emit()
}

const suffix = "_gen.go"

func write(out string, files map[string][]byte) error {
	err := filepath.WalkDir(out, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != out:
			return fs.SkipDir
		case !entry.IsDir() && strings.HasSuffix(path, suffix) && files[entry.Name()] == nil:
			return os.Remove(path)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
