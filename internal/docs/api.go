package docs

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// API writes what the package in a folder of the module exports, one line for each constant, variable, function, type,
// field and method, in a fixed order. Names of parameters are left out: changing them breaks nobody.
func API(folder string) (string, error) {
	imports, err := newImporter()
	if err != nil {
		return "", err
	}
	pkg, err := imports.Import(importPath(folder))
	if err != nil {
		return "", err
	}
	w := apiWriter{pkg: pkg}
	for _, name := range pkg.Scope().Names() {
		if object := pkg.Scope().Lookup(name); object.Exported() {
			w.object(object)
		}
	}
	slices.Sort(w.lines)
	return strings.Join(slices.Compact(w.lines), "\n") + "\n", nil
}

type apiWriter struct {
	pkg   *types.Package
	lines []string
}

func (w *apiWriter) add(format string, args ...any) {
	w.lines = append(w.lines, "pkg "+w.pkg.Name()+", "+fmt.Sprintf(format, args...))
}

func (w *apiWriter) object(object types.Object) {
	switch object := object.(type) {
	case *types.Const:
		w.add("const %s %s = %s", object.Name(), w.text(object.Type()), object.Val().ExactString())
	case *types.Var:
		w.add("var %s %s", object.Name(), w.text(object.Type()))
	case *types.Func:
		w.add("func %s%s", object.Name(), w.signature(object.Signature()))
	case *types.TypeName:
		w.typeName(object)
	}
}

func (w *apiWriter) typeName(object *types.TypeName) {
	if object.IsAlias() {
		w.add("type %s = %s", object.Name(), w.text(types.Unalias(object.Type())))
		return
	}
	named := object.Type().(*types.Named)
	name := object.Name() + w.typeParams(named.TypeParams())
	switch under := named.Underlying().(type) {
	case *types.Struct:
		w.add("type %s struct", name)
		w.fields(name, under)
	case *types.Interface:
		w.add("type %s interface", name)
		for method := range under.Methods() {
			if method.Exported() {
				w.add("type %s interface, %s%s", name, method.Name(), w.signature(method.Signature()))
			} else {
				w.add("type %s interface, unexported methods", name)
			}
		}
	default:
		w.add("type %s %s", name, w.text(under))
	}
	w.methods(named)
}

// fields writes the exported fields of a struct. Those of an embedded type that is not exported are the struct's own.
func (w *apiWriter) fields(name string, s *types.Struct) {
	for field := range s.Fields() {
		switch {
		case field.Embedded() && field.Exported():
			w.add("type %s struct, embedded %s", name, w.text(field.Type()))
		case field.Embedded():
			if inner, ok := deref(field.Type()).Underlying().(*types.Struct); ok {
				w.fields(name, inner)
			}
		case field.Exported():
			w.add("type %s struct, %s %s", name, field.Name(), w.text(field.Type()))
		}
	}
}

// methods writes the methods that a type declares, and those that it has from embedded types that are not exported.
func (w *apiWriter) methods(named *types.Named) {
	if types.IsInterface(named) {
		return
	}
	values := types.NewMethodSet(named)
	for selection := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		method := selection.Obj().(*types.Func)
		if !method.Exported() || len(selection.Index()) > 1 && exportedStep(named, selection.Index()[0]) {
			continue
		}
		receiver := named.Obj().Name()
		if values.Lookup(w.pkg, method.Name()) == nil {
			receiver = "*" + receiver
		}
		w.add("method (%s) %s%s", receiver, method.Name(), w.signature(selection.Type().(*types.Signature)))
	}
}

// exportedStep reports whether a promoted method comes through an exported embedded field, whose line tells of it.
func exportedStep(named *types.Named, index int) bool {
	s, ok := named.Underlying().(*types.Struct)
	return ok && s.Field(index).Exported()
}

func deref(t types.Type) types.Type {
	if p, ok := t.(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

func (w *apiWriter) typeParams(list *types.TypeParamList) string {
	var params []string
	for param := range list.TypeParams() {
		params = append(params, param.Obj().Name()+" "+w.text(param.Constraint()))
	}
	if len(params) == 0 {
		return ""
	}
	return "[" + strings.Join(params, ", ") + "]"
}

func (w *apiWriter) signature(s *types.Signature) string {
	text := w.text(s)
	return w.typeParams(s.TypeParams()) + text[strings.Index(text, "("):]
}

// text writes a type; other packages' names have the package's name before them.
func (w *apiWriter) text(t types.Type) string {
	return types.TypeString(nameless(t), func(p *types.Package) string {
		if p == w.pkg {
			return ""
		}
		return p.Name()
	})
}

// nameless returns a type without the names of parameters.
func nameless(t types.Type) types.Type {
	switch t := t.(type) {
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, namelessTuple(t.Params()), namelessTuple(t.Results()), t.Variadic())
	case *types.Pointer:
		return types.NewPointer(nameless(t.Elem()))
	case *types.Slice:
		return types.NewSlice(nameless(t.Elem()))
	case *types.Map:
		return types.NewMap(nameless(t.Key()), nameless(t.Elem()))
	default:
		return t
	}
}

func namelessTuple(tuple *types.Tuple) *types.Tuple {
	var vars []*types.Var
	for v := range tuple.Variables() {
		vars = append(vars, types.NewParam(v.Pos(), v.Pkg(), "", nameless(v.Type())))
	}
	return types.NewTuple(vars...)
}

// CompareAPI tells what changed between two texts of [API]. Lines that are gone can break users; lines that are new
// cannot, methods of interfaces excepted.
func CompareAPI(before, after string) (gone, added []string) {
	gone = without(before, after)
	added = without(after, before)
	return gone, added
}

// without returns the lines of a that b does not have.
func without(a, b string) []string {
	have := map[string]bool{}
	for line := range strings.Lines(b) {
		have[strings.TrimSuffix(line, "\n")] = true
	}
	var rest []string
	for line := range strings.Lines(a) {
		if line = strings.TrimSuffix(line, "\n"); !have[line] {
			rest = append(rest, line)
		}
	}
	return rest
}
