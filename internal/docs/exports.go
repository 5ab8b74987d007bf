package docs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// moduleRoot is the module's folder as the tests of this package see it.
const moduleRoot = "../.."

// An exported package is what go list says of a compiled package.
type exported struct{ ImportPath, Export string }

// exports asks the go command for the compiled form of the module's packages, of what they import, and of what
// snippets may import besides. It compiles what has changed; the build cache has the rest. A package that does not
// compile has none, which is an error where it is imported.
var exports = sync.OnceValues(func() (map[string]string, error) {
	if err := touchSources(); err != nil {
		return nil, err
	}
	args := []string{"list", "-e", "-export", "-deps", "-json=ImportPath,Export"}
	for _, folder := range PublicPackages() {
		args = append(args, importPath(folder))
	}
	args = append(args, snippetImports...)
	cmd := exec.Command("go", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list -export: %w\n%s", err, stderr.String())
	}
	files := map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p exported
		if err := dec.Decode(&p); err != nil {
			return nil, err
		}
		files[p.ImportPath] = p.Export
	}
	return files, nil
})

// touchSources looks at every source file of the module. The go command notes what a test looks at, so that a result
// that it has kept gives way when a file changes; it does not see what a go list started by the test reads.
func touchSources() error {
	return filepath.WalkDir(moduleRoot, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "testdata"):
			return filepath.SkipDir
		case filepath.Ext(name) == ".go":
			_, err = os.Stat(name)
		}
		return err
	})
}

// newImporter reads packages from the compiler's export data, which is quicker than their source.
func newImporter() (types.Importer, error) {
	files, err := exports()
	if err != nil {
		return nil, err
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		file := files[path]
		if file == "" {
			return nil, fmt.Errorf("%s does not compile, or is not among the packages that snippets may import", path)
		}
		return os.Open(file)
	}), nil
}
