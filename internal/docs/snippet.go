package docs

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"
)

// snippetImports are the packages, besides the public ones, that a snippet may use without an import of its own, under
// the last element of their path.
var snippetImports = []string{
	"bytes", "context", "crypto/tls", "encoding/json", "errors", "fmt", "io", "iter", "log", "log/slog", "maps", "net",
	"net/http", "net/http/httptest", "net/url", "os", "os/signal", "slices", "strconv", "strings", "sync", "testing",
	"testing/synctest", "time", "time/tzdata",
	"github.com/jarcoal/httpmock", "github.com/stretchr/testify/assert", "github.com/stretchr/testify/require",
	"golang.org/x/time/rate",
}

// A Checker type-checks the Go blocks of pages. A block is one of three:
//
//   - a whole file, with a package clause and imports;
//   - declarations, such as functions and types;
//   - statements, as of a function that may return an error.
//
// The last two may use the packages above and the names that the prelude declares. A variable that is not used is
// allowed: a snippet shows a call, not what comes after it.
type Checker struct {
	prelude  string
	importer types.Importer
	byName   map[string]string
}

// NewChecker returns a checker with a prelude: a Go file that declares what snippets take for granted.
func NewChecker(prelude string) (*Checker, error) {
	imports, err := newImporter()
	if err != nil {
		return nil, err
	}
	c := &Checker{prelude: prelude, importer: imports, byName: map[string]string{}}
	for _, p := range snippetImports {
		c.byName[path.Base(p)] = p
	}
	for _, folder := range PublicPackages() {
		c.byName[path.Base(importPath(folder))] = importPath(folder)
	}
	return c, nil
}

// Check returns what the compiler would say of a block; file and line say where it stands.
func (c *Checker) Check(file string, block Block) []string {
	fset := token.NewFileSet()
	parsed, whole, err := c.parse(fset, file, block)
	if err != nil {
		return []string{err.Error()}
	}
	files := []*ast.File{parsed}
	if !whole {
		prelude, err := parser.ParseFile(fset, "prelude.go", c.prelude, 0)
		if err != nil {
			return []string{err.Error()}
		}
		files = append(files, prelude)
	}
	var faults []string
	config := types.Config{Importer: c.importer, Error: func(err error) {
		if e, ok := err.(types.Error); ok && e.Soft && strings.HasPrefix(e.Msg, "declared and not used") {
			return
		}
		faults = append(faults, err.Error())
	}}
	_, _ = config.Check("snippet", fset, files, nil) // the faults are in Error's hands
	return faults
}

// parse completes a block to a file. Comments of the form //line make positions those of the page.
func (c *Checker) parse(fset *token.FileSet, file string, block Block) (parsed *ast.File, whole bool, err error) {
	const name = "block.go" // without a folder, which would be put before the page's
	at := fmt.Sprintf("//line %s:%d\n", file, block.Line)
	if first, _, _ := strings.Cut(strings.TrimSpace(withoutComments(block.Text)), "\n"); strings.HasPrefix(first, "package ") {
		parsed, err = parser.ParseFile(fset, name, at+block.Text, 0)
		return parsed, true, err
	}
	body := "\n" + at + block.Text
	parsed, err = parser.ParseFile(token.NewFileSet(), name, "package snippet\n"+body, 0)
	if err != nil {
		body = "\nfunc _() error {\n" + at + block.Text + "\nreturn nil\n}\n"
		statements, other := parser.ParseFile(token.NewFileSet(), name, "package snippet\n"+body, 0)
		if other != nil {
			return nil, false, later(err, other)
		}
		parsed = statements
	}
	parsed, err = parser.ParseFile(fset, name, "package snippet\n"+c.imports(parsed)+body, 0)
	return parsed, false, err
}

// later returns the error that is further down: what was read as the wrong form fails at its beginning.
func later(a, b error) error {
	var first, second scanner.ErrorList
	if errors.As(a, &first) && errors.As(b, &second) && first[0].Pos.Line > second[0].Pos.Line {
		return a
	}
	return b
}

// withoutComments cuts the lines of comments at the head of a block.
func withoutComments(text string) string {
	for strings.HasPrefix(text, "//") {
		_, text, _ = strings.Cut(text, "\n")
	}
	return text
}

// imports writes the import lines of the packages that a file names and does not declare.
func (c *Checker) imports(parsed *ast.File) string {
	var lines []string
	for _, unresolved := range parsed.Unresolved {
		if p, ok := c.byName[unresolved.Name]; ok {
			lines = append(lines, fmt.Sprintf("import %q\n", p))
		}
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "")
}
