package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// A constant is a text constant of a package, with what its comment says.
type constant struct{ name, value, doc string }

// constants returns the exported constants of one type in the order of their declaration, such as those of
// "frontdesk.Code" in the package of a vendor. Comments lose the constant's name and the brackets of references.
func constants(folder, typeName string) ([]constant, error) {
	var found []constant
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, decl := range file.Decls {
			if group, ok := decl.(*ast.GenDecl); ok && group.Tok == token.CONST {
				found = append(found, constantsOf(group, typeName)...)
			}
		}
	}
	if len(found) == 0 {
		return nil, &fs.PathError{Op: "find constants of " + typeName + " in", Path: folder, Err: fs.ErrNotExist}
	}
	return found, nil
}

func constantsOf(group *ast.GenDecl, typeName string) []constant {
	var found []constant
	for _, spec := range group.Specs {
		value, ok := spec.(*ast.ValueSpec)
		if !ok || nameOf(value.Type) != typeName || len(value.Names) != 1 || len(value.Values) != 1 {
			continue
		}
		literal, ok := value.Values[0].(*ast.BasicLit)
		if !ok || !value.Names[0].IsExported() {
			continue
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			continue // the compiler would have refused it
		}
		name := value.Names[0].Name
		found = append(found, constant{name, text, plain(value.Doc.Text(), name)})
	}
	return found
}

func nameOf(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.Ident:
		return expr.Name
	case *ast.SelectorExpr:
		return nameOf(expr.X) + "." + expr.Sel.Name
	}
	return ""
}

var (
	references = regexp.MustCompile(`\[([\w.*]+)\]`)
	kindAtEnd  = regexp.MustCompile(` Kind \w+\.$`) // of generated comments; the tables have a column for it
)

// plain makes a comment a cell of a table.
func plain(doc, name string) string {
	text := strings.Join(strings.Fields(doc), " ")
	text = strings.TrimPrefix(text, name)
	text = strings.TrimPrefix(strings.TrimLeft(text, ": "), "is ")
	text = references.ReplaceAllString(text, "`$1`")
	text = kindAtEnd.ReplaceAllString(text, "")
	return cell(strings.TrimSuffix(text, "."))
}

// cell escapes what would end a cell.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
