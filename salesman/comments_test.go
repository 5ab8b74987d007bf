package salesman_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEnums_TheirCommentsNameTheConstants: go doc shows the first constant of a group
// and leaves the others out.
func TestEnums_TheirCommentsNameTheConstants(t *testing.T) {
	comments, constants := map[string]string{}, map[string][][2]string{}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range group.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					comments[spec.Name.Name] = strings.ReplaceAll(group.Doc.Text(), "\n", " ")
				case *ast.ValueSpec:
					kind, named := spec.Type.(*ast.Ident)
					if !named || !ast.IsExported(kind.Name) || !spec.Names[0].IsExported() || group.Tok != token.CONST {
						continue
					}
					value, literal := spec.Values[0].(*ast.BasicLit)
					require.True(t, literal, spec.Names[0].Name)
					constants[kind.Name] = append(constants[kind.Name], [2]string{spec.Names[0].Name, value.Value})
				}
			}
		}
	}
	assert.Greater(t, len(constants), 30)
	const most = 20 // more of them are found by their prefix, which the comment names
	for name, values := range constants {
		comment := comments[name]
		if len(values) > most {
			assert.Contains(t, comment, "begin with Webhook", name)
			continue
		}
		for _, c := range values {
			assert.Contains(t, comment, "["+c[0]+"] "+c[1], name)
		}
	}
}

func TestLists_EveryAllSaysWhatTheLoopMustNotChange(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			if method, ok := decl.(*ast.FuncDecl); ok && method.Recv != nil && method.Name.Name == "All" {
				found++
				comment := strings.ReplaceAll(method.Doc.Text(), "\n", " ")
				assert.Contains(t, comment, "do not change in the loop what params ask for: collect first", name)
			}
		}
	}
	assert.Equal(t, 11, found)
}
