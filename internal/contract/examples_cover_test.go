package contract_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// TestExamples_EveryServiceHasOneThatRuns holds each service of each client to one example at least, of one of its
// methods, whose output is compared: without an output comment an example is compiled and never run. That the method exists, go
// vet sees to.
func TestExamples_EveryServiceHasOneThatRuns(t *testing.T) {
	for _, vendor := range contract.Vendors() {
		dir := filepath.Join("..", "..", vendor)
		scan, err := contract.ScanOps(dir)
		if err != nil {
			t.Fatal(err)
		}
		ran := runExamples(t, dir)
		services := 0
		for service, field := range scan.Services {
			if field == "" { // the Client itself
				continue
			}
			services++
			if !slices.ContainsFunc(ran, func(name string) bool { return isExampleOf(name, service) }) {
				t.Errorf("%s: no Example%s_… with output shows how Client.%s is used", vendor, service, field)
			}
		}
		if services < 8 {
			t.Errorf("%s: only %d services found", vendor, services)
		}
	}
}

// runExamples returns the names of the examples of a package that go test runs, without "Example".
func runExamples(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range files {
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
	}
	var names []string
	for _, e := range doc.Examples(parsed...) {
		if e.Output != "" || e.EmptyOutput {
			names = append(names, e.Name)
		}
	}
	return names
}

// isExampleOf reports whether an example is one of a method of a type; what is behind a further underscore tells several
// of them apart.
func isExampleOf(name, typ string) bool {
	method, ok := strings.CutPrefix(name, typ+"_")
	return ok && ast.IsExported(method)
}

func TestIsExampleOf(t *testing.T) {
	for name, want := range map[string]bool{
		"TagsService_Create": true, "TagsService_Create_twice": true, "TagsService": false, "TagsService_twice": false,
		"HashTagsService_Create": false, "": false,
	} {
		if isExampleOf(name, "TagsService") != want {
			t.Errorf("%q: want %t", name, want)
		}
	}
}
