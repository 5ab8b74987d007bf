package contract_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

const (
	module = "github.com/frontdesk-go/frontdesk"
	jsonV2 = "github.com/go-json-experiment/json"
)

// clientModules are the only modules that users of a client get besides this one.
var clientModules = []string{
	"github.com/hashicorp/go-retryablehttp", "github.com/hashicorp/go-cleanhttp", "golang.org/x/time",
	"github.com/google/go-querystring", jsonV2,
}

// A listedPackage is what go list says of a package.
type listedPackage struct {
	ImportPath                         string
	Standard                           bool
	Imports, TestImports, XTestImports []string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Dir                                string
	Module                             *struct{ Path string }
	Error                              *struct{ Err string }
}

// goList lists packages with their dependencies, once for all tests.
var goList = sync.OnceValues(func() (map[string]*listedPackage, error) {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports,TestImports,XTestImports,GoFiles,TestGoFiles,XTestGoFiles,Dir,Module,Error", "./...")
	cmd.Dir = "../.."
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	packages := map[string]*listedPackage{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		p := &listedPackage{}
		if err := dec.Decode(p); err != nil {
			return nil, err
		}
		if p.Error != nil {
			return nil, fmt.Errorf("%s: %s", p.ImportPath, p.Error.Err)
		}
		packages[p.ImportPath] = p
	}
	return packages, nil
})

func listed(t *testing.T) map[string]*listedPackage {
	t.Helper()
	packages, err := goList()
	if err != nil {
		t.Fatal(err)
	}
	return packages
}

// own returns the packages of this module, sorted.
func own(packages map[string]*listedPackage) []*listedPackage {
	var found []*listedPackage
	for _, p := range packages {
		if p.Module != nil && p.Module.Path == module {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b *listedPackage) int { return strings.Compare(a.ImportPath, b.ImportPath) })
	return found
}

// dependencies returns all that a package depends on, itself excluded, each with a chain of imports that leads to it.
func dependencies(packages map[string]*listedPackage, of string) map[string]string {
	chains := map[string]string{of: of}
	queue := []string{of}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		p := packages[at]
		if p == nil {
			continue
		}
		for _, next := range p.Imports {
			if _, seen := chains[next]; !seen {
				chains[next] = chains[at] + " → " + next
				queue = append(queue, next)
			}
		}
	}
	delete(chains, of)
	return chains
}

// within reports whether a package is one of the roots or lies below one.
func within(importPath string, roots ...string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return importPath == root || strings.HasPrefix(importPath, root+"/")
	})
}

func TestHouse_ClientsDependOnFewModulesAndOnNoKitOrInventory(t *testing.T) {
	packages := listed(t)
	for _, vendor := range contract.Vendors() {
		client := module + "/" + vendor
		if packages[client] == nil {
			t.Fatalf("there is no package %s", client)
		}
		deps := dependencies(packages, client)
		if _, ok := deps[module+"/internal/transport"]; !ok {
			t.Errorf("%s does not depend on the transport: the list is not to be trusted", client)
		}
		for dep, chain := range deps {
			p := packages[dep]
			switch {
			case p != nil && p.Standard || dep == "unsafe" || dep == "C":
			case within(dep, module):
				if strings.HasSuffix(dep, "test") || within(dep, module+"/internal/contract") {
					t.Errorf("a client depends on a test kit or on the inventories: %s", chain)
				}
			case !within(dep, clientModules...):
				t.Errorf("a client depends on a further module: %s", chain)
			}
		}
	}
}

// What the root package imports knows nothing of it: the options' bag, and what options
// and Retryable need that the transport needs too.
func TestHouse_RootImportsOnlyWhatStandsBelowIt(t *testing.T) {
	below := []string{"/internal/settings", "/internal/quota", "/internal/dump", "/internal/cause"}

	root := listed(t)[module]
	if root == nil {
		t.Fatal("there is no root package")
	}
	for _, imported := range root.Imports {
		if within(imported, module) && !slices.Contains(below, strings.TrimPrefix(imported, module)) {
			t.Errorf("the root package imports %s", imported)
		}
	}
}

// TestHouse_JSONV2IsImportedInTwoPlaces keeps the module's one dependency that is still an experiment behind
// internal/wire. Generated code and tests are no exception.
func TestHouse_JSONV2IsImportedInTwoPlaces(t *testing.T) {
	var importers []string
	for _, p := range own(listed(t)) {
		for _, file := range slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles) {
			imports, err := importsOf(filepath.Join(p.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(imports, func(i string) bool { return within(i, jsonV2) }) {
				name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
				if name == "" {
					name = file
				}
				if !slices.Contains(importers, name) {
					importers = append(importers, name)
				}
			}
		}
	}
	if want := []string{"opt.go", "internal/wire"}; !slices.Equal(importers, want) {
		t.Errorf("%s is imported by %q, want %q", jsonV2, importers, want)
	}
}

func importsOf(file string) ([]string, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var imports []string
	for _, spec := range parsed.Imports {
		imports = append(imports, strings.Trim(spec.Path.Value, `"`))
	}
	return imports, nil
}

// TestHouse_EverythingExportedHasADocComment looks at the public packages: identifiers, methods, and the package itself.
func TestHouse_EverythingExportedHasADocComment(t *testing.T) {
	looked := 0
	for _, p := range own(listed(t)) {
		if within(p.ImportPath, module+"/internal", module+"/examples") {
			continue
		}
		documented := false
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			documented = documented || file.Doc.Text() != ""
			for _, bare := range undocumented(file) {
				t.Errorf("%s/%s: %s has no doc comment", path.Base(p.ImportPath), name, bare)
			}
			looked++
		}
		if !documented {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
	if looked < 50 {
		t.Errorf("only %d files looked at", looked)
	}
}

// undocumented returns the exported declarations of a file that no comment explains. In a group of constants or
// variables each needs its own, unless the group's comment speaks for all; behind the value will do.
func undocumented(file *ast.File) []string {
	var bare []string
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Name.IsExported() && decl.Doc.Text() == "" && exportedReceiver(decl) {
				bare = append(bare, decl.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				bare = append(bare, undocumentedSpec(decl, spec)...)
			}
		}
	}
	return bare
}

func undocumentedSpec(decl *ast.GenDecl, spec ast.Spec) []string {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if spec.Name.IsExported() && spec.Doc.Text() == "" && (decl.Doc.Text() == "" || decl.Lparen.IsValid()) {
			return []string{spec.Name.Name}
		}
	case *ast.ValueSpec:
		if spec.Doc.Text() != "" || spec.Comment.Text() != "" || decl.Doc.Text() != "" {
			return nil
		}
		var bare []string
		for _, name := range spec.Names {
			if name.IsExported() {
				bare = append(bare, name.Name)
			}
		}
		return bare
	}
	return nil
}

// exportedReceiver reports whether a function is one that users see: none has a receiver of an unexported type.
func exportedReceiver(decl *ast.FuncDecl) bool {
	if decl.Recv == nil {
		return true
	}
	t := decl.Recv.List[0].Type
	for {
		switch at := t.(type) {
		case *ast.StarExpr:
			t = at.X
		case *ast.IndexExpr:
			t = at.X
		case *ast.IndexListExpr:
			t = at.X
		case *ast.Ident:
			return at.IsExported()
		default:
			return true
		}
	}
}

func TestHouse_BareDeclarationsAreFound(t *testing.T) {
	const source = `// Package p is one.
package p

type A struct{}

// B is one.
type B struct{}

func (B) M() {}

func (b) M() {}

// All of them.
const (
	C = 1
	D = 2
)

const (
	E = 1 // is explained
	F = 2
	g = 3
)

type (
	// H is one.
	H int
	I int
)

type b int
`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := undocumented(file), []string{"A", "M", "F", "I"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
