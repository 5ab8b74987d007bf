package contract_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// panics are the calls of panic that may stand outside of tests, by file, each with the reason.
var panics = map[string]string{
	"frontdesktest/server.go":     "net/http's own way to cut a connection",
	"internal/paging/prefetch.go": "a panic of the user's transport or hook goes on where it would be without prefetching",
}

// TestHouse_NothingPanics holds that neither input, nor misuse of a kit, nor a broken embedded file makes a panic of ours.
func TestHouse_NothingPanics(t *testing.T) {
	found := map[string]int{}
	for _, p := range own(listed(t)) {
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if fn, ok := call.Fun.(*ast.Ident); ok && fn.Name == "panic" {
						found[strings.TrimPrefix(p.ImportPath, module+"/")+"/"+name]++
					}
				}
				return true
			})
		}
	}
	for place, n := range found {
		if panics[place] == "" || n > 1 {
			t.Errorf("%s panics %d times", place, n)
		}
	}
	if len(found) != len(panics) {
		t.Errorf("panics in %v, allowed in %v", found, panics)
	}
}
