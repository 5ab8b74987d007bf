package contract

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"slices"
	"sort"
	"strings"
)

// An OpLine is one directive line in the doc comment of a method:
//
//	//frontdesk:op <vendor> <operation>
//	//frontdesk:uses <vendor> <operation> [<operation> …]
//
// The first stands on the one method that makes exactly that call, the second on iterators, composites and helpers, such
// as one that builds the address of a page.
type OpLine struct {
	Vendor    string
	Operation string
	Uses      bool   // the line is a uses line
	Receiver  string // type of the receiver, without star
	Method    string
	File      string
	Line      int
}

// Place returns file and line.
func (l OpLine) Place() string { return fmt.Sprintf("%s:%d", l.File, l.Line) }

// A Scan is what [ScanOps] found in one package.
type Scan struct {
	Dir   string
	Lines []OpLine
	// Services gives, for each struct type that a Client leads to through exported fields, the path of field names
	// ("Customers"); the Client itself has the empty path.
	Services map[string]string
}

// Op returns the op line of an operation, or false.
func (s *Scan) Op(operation string) (OpLine, bool) {
	for _, l := range s.Lines {
		if !l.Uses && l.Operation == operation {
			return l, true
		}
	}
	return OpLine{}, false
}

// ScanOps reads the Go files of a directory (tests excluded) and returns their directive lines, in order of file and
// line. It fails on source that does not parse and on directives that are malformed or do not stand in the doc comment
// of a method: such a line would otherwise be silently without effect.
func ScanOps(dir string) (*Scan, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	s := &Scan{Dir: dir, Services: map[string]string{}}
	types := map[string]ast.Expr{}
	set := token.NewFileSet()
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path.Join(dir, name), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		if err := s.file(set, file, types); err != nil {
			return nil, err
		}
	}
	s.services(types)
	sort.SliceStable(s.Lines, func(i, j int) bool { return s.Lines[i].File < s.Lines[j].File })
	return s, nil
}

func (s *Scan) file(set *token.FileSet, file *ast.File, types map[string]ast.Expr) error {
	attached := map[*ast.CommentGroup]bool{}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv == nil || decl.Doc == nil {
				continue
			}
			attached[decl.Doc] = true
			if err := s.doc(set, decl); err != nil {
				return err
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					types[t.Name.Name] = t.Type
				}
			}
		}
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if !attached[group] && strings.HasPrefix(comment.Text, directive) {
				return fmt.Errorf("%s: %s does not stand in the doc comment of a method", set.Position(comment.Pos()), comment.Text)
			}
		}
	}
	return nil
}

const directive = "//frontdesk:"

func (s *Scan) doc(set *token.FileSet, decl *ast.FuncDecl) error {
	for _, comment := range decl.Doc.List {
		text, ok := strings.CutPrefix(comment.Text, directive)
		if !ok {
			continue
		}
		position := set.Position(comment.Pos())
		words := strings.Fields(text)
		uses := len(words) > 0 && words[0] == "uses"
		if len(words) < 3 || !uses && (words[0] != "op" || len(words) != 3) {
			return fmt.Errorf("%s: malformed directive %s", position, comment.Text)
		}
		for _, operation := range words[2:] {
			s.Lines = append(s.Lines, OpLine{
				Vendor: words[1], Operation: operation, Uses: uses, Receiver: typeName(decl.Recv.List[0].Type),
				Method: decl.Name.Name, File: position.Filename, Line: position.Line,
			})
		}
	}
	return nil
}

// typeName returns the name of a type, a pointer's or an instance's base.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.IndexExpr:
		return typeName(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// services follows the exported fields from Client, so that nested services are found as well.
func (s *Scan) services(types map[string]ast.Expr) {
	type step struct{ name, path string }
	queue := []step{{"Client", ""}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if _, seen := s.Services[at.name]; seen || types[at.name] == nil {
			continue
		}
		s.Services[at.name] = at.path
		for _, field := range structFields(types, at.name) {
			for _, name := range field.Names {
				if name.IsExported() {
					queue = append(queue, step{typeName(field.Type), join(at.path, name.Name)})
				}
			}
		}
	}
}

// structFields returns the fields of a struct type, or of the one that it is defined as (type Chats service).
func structFields(types map[string]ast.Expr, name string) []*ast.Field {
	for range len(types) {
		switch t := types[name].(type) {
		case *ast.StructType:
			return t.Fields.List
		case *ast.Ident:
			name = t.Name
		default:
			return nil
		}
	}
	return nil
}

// Check compares the lines with the vendor's inventory and returns what is wrong, one line each: unknown vendors and
// operations, operations with two op lines, pages with an op line, and methods that no field of Client leads to. Operations without a line are
// not reported; [Scan.Missing] lists them.
func (s *Scan) Check(inv *Inventory) []string {
	var faults []string
	first := map[string]OpLine{}
	for _, l := range s.Lines {
		switch {
		case l.Vendor != inv.Vendor:
			faults = append(faults, fmt.Sprintf("%s: vendor %s in the package of %s", l.Place(), l.Vendor, inv.Vendor))
			continue
		case inv.Operation(l.Operation) == nil:
			faults = append(faults, fmt.Sprintf("%s: unknown operation %s", l.Place(), l.Operation))
			continue
		}
		if !ast.IsExported(l.Method) {
			faults = append(faults, fmt.Sprintf("%s: %s.%s is not exported", l.Place(), l.Receiver, l.Method))
		}
		if _, ok := s.Services[l.Receiver]; !ok {
			faults = append(faults, fmt.Sprintf("%s: no exported field of Client leads to %s", l.Place(), l.Receiver))
		}
		if l.Uses {
			continue
		}
		if slices.Contains(inv.Pages, inv.Operation(l.Operation)) {
			faults = append(faults, fmt.Sprintf("%s: %s is a page for browsers, which no method calls", l.Place(), l.Operation))
		}
		if other, twice := first[l.Operation]; twice {
			faults = append(faults, fmt.Sprintf("%s: %s has an op line at %s already", l.Place(), l.Operation, other.Place()))
		}
		first[l.Operation] = l
	}
	return faults
}

// Missing returns the operations of the inventory that have no op line.
func (s *Scan) Missing(inv *Inventory) []string {
	var missing []string
	for _, op := range inv.Operations {
		if _, ok := s.Op(op.ID); !ok {
			missing = append(missing, op.ID)
		}
	}
	return missing
}
