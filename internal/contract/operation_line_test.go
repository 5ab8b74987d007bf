package contract_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// Readers see the operation of a method, by which faults and counts are named,
// and its class, which decides what is repeated. The directives are for tests and
// not shown.
func TestOperationLines_TellReadersWhatTheDirectivesTellTests(t *testing.T) {
	for _, vendor := range contract.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join("..", "..", vendor, "*.go"))
			require.NoError(t, err)
			seen := 0
			for _, name := range files {
				if strings.HasSuffix(name, "_test.go") {
					continue
				}
				file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
				require.NoError(t, err)
				for _, decl := range file.Decls {
					if fn, ok := decl.(*ast.FuncDecl); ok && fn.Doc != nil {
						seen += checkOperationLine(t, vendor, fn)
					}
				}
			}
			assert.Positive(t, seen)
		})
	}
}

func checkOperationLine(t *testing.T, vendor string, fn *ast.FuncDecl) int {
	for _, comment := range fn.Doc.List {
		id, ok := strings.CutPrefix(comment.Text, "//frontdesk:op "+vendor+" ")
		if !ok {
			continue
		}
		op := contract.Load(vendor).Operation(strings.TrimSpace(id))
		if assert.NotNil(t, op, id) {
			want := "Operation: " + op.ID + ", " + string(op.Class) + "."
			assert.Contains(t, strings.Join(strings.Fields(fn.Doc.Text()), " "), want, fn.Name.Name)
		}
		return 1
	}
	return 0
}
