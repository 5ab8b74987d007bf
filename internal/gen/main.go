// Command gen writes the types and methods of package comagic from the vendor's
// inventory (internal/contract/inventory/comagic):
//
//	go run ../internal/gen -out . -methods slice.json
//
// It models the whole inventory, so that names do not depend on what is asked for,
// and writes the methods listed in the file of -methods (a JSON list of RPC
// methods, those of the Call API with "call_api." in front), or all without it.
// A shape that it does not know ends it with an error; files of an earlier run that
// are no longer written are removed.
package main

import (
	"encoding/json"
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
	methods := flag.String("methods", "", "JSON list of the methods to write; empty for all")
	flag.Parse()
	if err := run(*out, *methods); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(out, methods string) error {
	var chosen []string
	if methods != "" {
		data, err := os.ReadFile(methods)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(data, &chosen); err != nil {
			return fmt.Errorf("%s: %w", methods, err)
		}
	}
	files, err := generate(inventoryFile, chosen)
	if err != nil {
		return err
	}
	return write(out, files)
}

// inventoryFile reads a file of the embedded inventory.
func inventoryFile(name string) ([]byte, error) { return contract.File(contract.CoMagic, name) }

// generate returns the generated files by name. No methods means all.
func generate(read func(name string) ([]byte, error), methods []string) (map[string][]byte, error) {
	inv, err := load(read)
	if err != nil {
		return nil, err
	}
	m, err := newModel(inv)
	if err != nil {
		return nil, err
	}
	if err := m.choose(methods); err != nil {
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
