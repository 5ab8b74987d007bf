package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const packageDir = "../../comagic"

func everything(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := generate(inventoryFile)
	require.NoError(t, err)
	return files
}

func TestGenerate_LeavesNoDiff(t *testing.T) {
	files := everything(t)
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(packageDir, name))
		require.NoError(t, err)
		assert.True(t, bytes.Equal(want, got), "%s is not what go generate writes", name)
	}
	present, err := filepath.Glob(filepath.Join(packageDir, "*"+suffix))
	require.NoError(t, err)
	assert.Len(t, present, len(files), "a generated file is left over")
}

func TestGenerate_IsTheSameEachTime(t *testing.T) {
	assert.Equal(t, everything(t), everything(t))
}

func TestGenerate_EveryMethodHasOneOperation(t *testing.T) {
	files := everything(t)
	inv, err := load(inventoryFile)
	require.NoError(t, err)
	require.Len(t, inv.operations, 350)
	var all bytes.Buffer
	for _, data := range files {
		all.Write(data)
	}
	for _, o := range inv.operations {
		line := fmt.Sprintf("// Operation: %s, %s.\n//\n//frontdesk:op comagic %s\n", o.id(), o.Class, o.id())
		assert.Equal(t, 1, strings.Count(all.String(), line), o.id())
	}
}

// goDecls reads what the generated files declare and what their comments say.
func goDecls(t *testing.T, files map[string][]byte) (declared map[string]bool, comments string) {
	t.Helper()
	declared = map[string]bool{}
	var text strings.Builder
	for name, data := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ParseComments)
		require.NoError(t, err)
		for _, group := range file.Comments {
			text.WriteString(strings.ReplaceAll(group.Text(), "\n", " ") + "\n")
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				if star, ok := f.Recv.List[0].Type.(*ast.StarExpr); ok {
					declared[star.X.(*ast.Ident).Name+"."+f.Name.Name] = true
				}
			}
			if g, ok := decl.(*ast.GenDecl); ok {
				for _, spec := range g.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						declared[spec.Name.Name] = true
					case *ast.ValueSpec:
						for _, n := range spec.Names {
							declared[n.Name] = true
						}
					}
				}
			}
		}
	}
	return declared, text.String()
}

var (
	docLink    = regexp.MustCompile(`\[([A-Z][\w.]*)\]`)
	methodPath = regexp.MustCompile(`\b([A-Z]\w+)\.([A-Z]\w+)\b`)
)

// What a comment names must exist, or pkg.go.dev shows a promise that nobody keeps.
func TestDocs_NameOnlyWhatExists(t *testing.T) {
	declared, comments := goDecls(t, everything(t))
	inv, err := load(inventoryFile)
	require.NoError(t, err)
	m, err := newModel(inv)
	require.NoError(t, err)
	links, paths := 0, 0
	for _, match := range docLink.FindAllStringSubmatch(comments, -1) {
		links++
		if name := match[1]; !declared[name] && !slices.Contains(handWritten, name) {
			t.Errorf("a comment links to %s, which does not exist", name)
		}
	}
	for _, match := range methodPath.FindAllStringSubmatch(comments, -1) {
		if slices.Contains(m.services(), match[1]) {
			paths++
			if !declared[match[1]+"Service."+match[2]] {
				t.Errorf("a comment names %s, which does not exist", match[0])
			}
		}
	}
	assert.Greater(t, links, 1000)
	assert.Greater(t, paths, 500)
}

func TestDocs_EveryWriteSaysWhatAnUnknownOutcomeMeans(t *testing.T) {
	inv, err := load(inventoryFile)
	require.NoError(t, err)
	m, err := newModel(inv)
	require.NoError(t, err)
	for _, mt := range m.methods {
		says := mt.unknownOutcome() != ""
		assert.Equal(t, mt.Class != "safe" && mt.verb() != "login" && mt.verb() != "logout", says, mt.id())
		assert.Equal(t, mt.Class == "unsafe", strings.Contains(mt.unknownOutcome(), "MayHaveHappened"), mt.id())
	}
}

// fieldsOf reads the wire names of all struct types in the files.
func fieldsOf(t *testing.T, files map[string][]byte) map[string]map[string]bool {
	t.Helper()
	types := map[string]map[string]bool{}
	for name, data := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, data, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				fields := map[string]bool{}
				for _, f := range s.Fields.List {
					if f.Tag == nil {
						continue
					}
					tag, err := strconv.Unquote(f.Tag.Value)
					require.NoError(t, err)
					wire, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
					fields[wire] = true
				}
				types[spec.Name.Name] = fields
			}
			return true
		})
	}
	return types
}

func TestFields_NoneOfTheInventoryIsDropped(t *testing.T) {
	types := fieldsOf(t, everything(t))
	inv, err := load(inventoryFile)
	require.NoError(t, err)
	m, err := newModel(inv)
	require.NoError(t, err)
	count := 0
	var walk func(typeName, place string, fields []*rawField)
	walk = func(typeName, place string, fields []*rawField) {
		for _, f := range fields {
			if strings.HasSuffix(place, "params") && protocolParam(f.Name) {
				continue
			}
			count++
			if !types[typeName][f.Name] {
				t.Errorf("%s.%s is not a field of %s", place, f.Name, typeName)
			}
			if len(f.Fields) > 0 {
				walk(m.child[typeName+"."+f.Name], place+"."+f.Name, f.Fields)
			}
		}
	}
	for _, mt := range m.methods {
		if mt.params != nil {
			walk(mt.params.name, mt.id()+" params", mt.Params)
		}
		if mt.result != nil {
			walk(mt.result.name, mt.id()+" result", mt.Response.Fields)
		}
	}
	t.Logf("%d fields of the inventory in %d types", count, len(types))
	assert.Greater(t, count, 4000)
}

// An id that passes through a float64 loses its last digits.
func TestTypes_NoIdentityIsAFloat(t *testing.T) {
	inv, err := load(inventoryFile)
	require.NoError(t, err)
	m, err := newModel(inv)
	require.NoError(t, err)
	for _, name := range m.order {
		for _, f := range m.types[name].fields {
			isID := f.wire == "id" || strings.HasSuffix(f.wire, "_id") || strings.HasSuffix(f.wire, "_ids") ||
				slices.Contains([]string{"groups", "members", "operator_sites", "phone_numbers"}, f.wire)
			if isID && strings.Contains(f.goType, "float64") {
				t.Errorf("%s.%s is %s", name, f.goName, f.goType)
			}
		}
	}
}

func TestUnknownShapes_EndTheGenerator(t *testing.T) {
	for _, test := range []struct{ name, file, old, new, says string }{
		{"a member of an operation", "data_api/tags.json", `"summary": "Create a tag"`, `"colour": 1, "summary": "Create a tag"`, "unknown field"},
		{"a member of a field", "data_api/tags.json", `"doc": "name of the tag"`, `"colour": 1, "doc": "name of the tag"`, "unknown field"},
		{"a type", "data_api/tags.json", `"type": "boolean"`, `"type": "tristate"`, `unknown type "tristate"`},
		{"a number", "data_api/account.json", `"number_kind": "integer"`, `"number_kind": "complex"`, "number_kind"},
		{"an object without fields", "data_api/tags.json", `"type": "map"`, `"type": "object"`, "object without fields"},
		{"a map", "data_api/tags.json", `"values": "any"`, `"values": "list"`, "a map of"},
		{"a reference", "data_api/tags.json", `"ref": "filter"`, `"ref": "sieve"`, "reference sieve"},
		{"a class", "data_api/tags.json", `"class": "unsafe"`, `"class": "bold"`, `unknown class "bold"`},
		{"a kind of reply", "data_api/tags.json", `"kind": "empty"`, `"kind": "void"`, `unknown kind of reply "void"`},
		{"an envelope", "data_api/tags.json", `"envelope": "result"`, `"envelope": "answer"`, "unknown envelope"},
		{"a list of errors", "data_api/tags.json", `"create_update_set_unset"`, `"other"`, "unknown list of errors"},
		{"a second type", "data_api/email_tracking.json", `"also": [`, `"also": ["boolean", `, "also"},
		{"a method without a name", "names.json", `"create.tags"`, `"create.labels"`, "does not name it"},
		{"a mnemonic without a kind", "errors.json", `"duplicate_entity"`, `"quite_new"`, "does not know the error"},
		{"two fields of a name", "data_api/account.json", `"name": "timezone"`, `"name": "name"`, "two fields are called name"},
		{"a caller", "data_api/tags.json", `"agent",`, `"dealer",`, `unknown caller "dealer"`},
		{"an access", "data_api/tags.json", `"access": "write"`, `"access": "admin"`, `unknown access "admin"`},
		{"a date's format", "data_api/tags.json", `"YYYY-MM-DD hh:mm:ss"`, `"DD.MM.YYYY"`, `unknown format "DD.MM.YYYY"`},
		{"values of a text", "data_api/blacklist.json", `"type": "string"`, `"enum": ["a"], "type": "string"`, "values are listed of a string"},
		{"an alias", "data_api/leads.json", `"alias_of": "`, `"alias_of": "no_`, "which is no sibling"},
		{"a group", "data_api/tags.json", `"group": "tags",
   "summary"`, `"group": "labels",
   "summary"`, `unknown group "labels"`},
		{"an operator of filters", "data_api.json", `"operator": "ilike"`, `"operator": "sounds_like"`, `no constant for the operator "sounds_like"`},
		{"a type of an operator", "data_api.json", `"iso8601"`, `"roman"`, `compares a "roman"`},
		{"levels of a filter", "data_api/call_tracking.json", `"at most 2 levels of nesting"`, `"at most two levels"`, "levels of nesting"},
		{"two methods of a name", "names.json", `"method": "ListAvailablePhoneNumbers"`, `"method": "ListAvailableRedirectionPhoneNumbers"`, "are both"},
	} {
		t.Run(test.name, func(t *testing.T) {
			read := func(name string) ([]byte, error) {
				data, err := inventoryFile(name)
				if name != test.file || err != nil {
					return data, err
				}
				var compact bytes.Buffer
				require.NoError(t, json.Indent(&compact, data, "", " "))
				require.Contains(t, compact.String(), test.old)
				return []byte(strings.Replace(compact.String(), test.old, test.new, 1)), nil
			}
			_, err := generate(read)
			if assert.Error(t, err) {
				assert.Contains(t, err.Error(), test.says)
			}
		})
	}
}

func TestWrite_RemovesWhatIsNoLongerGenerated(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "old"+suffix), []byte("package x"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "hand.go"), []byte("package x"), 0o600))
	require.NoError(t, write(dir, map[string][]byte{"new" + suffix: []byte("package x")}))
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	assert.Equal(t, []string{filepath.Join(dir, "hand.go"), filepath.Join(dir, "new"+suffix)}, left)
}

func TestGoName(t *testing.T) {
	for wire, want := range map[string]string{
		"id": "ID", "utm_source": "UTMSource", "phone_ids": "PhoneIDs", "off-target": "OffTarget", "=": "Equal", "Новый": "",
		"mobile_OS": "MobileOS", "DataAPI": "DataAPI", "call_api": "CallAPI", "q.850": "Q850", "NEW": "New",
	} {
		assert.Equal(t, want, goName(wire), wire)
	}
}

func TestConstName_TakesTheMeaningWhereTheValueHasNoLetters(t *testing.T) {
	for _, test := range []struct{ value, meaning, want string }{
		{"in", "incoming", "XIn"}, {"Новый", "new", "XNew"}, {"На удержании", "on hold", "XOnHold"}, {"5", "Aport", "XAport"}, {"~", "regular expression", "XRegexp"},
	} {
		got, err := constName("X", test.value, test.meaning)
		require.NoError(t, err)
		assert.Equal(t, test.want, got)
	}
	_, err := constName("X", "Новый", "")
	assert.Error(t, err)
}

func TestSingular(t *testing.T) {
	for plural, want := range map[string]string{
		"tags": "tag", "properties": "property", "statuses": "status", "status": "status", "address": "address", "series": "series", "employee": "employee",
	} {
		assert.Equal(t, want, singular(plural))
	}
}

// The comment of each list's Fields says which columns come only if they are named: by
// name, or, where they are many, by a count that the comments of the row agree with.
func TestDocs_FieldsSayWhatIsHidden(t *testing.T) {
	inv, err := load(inventoryFile)
	require.NoError(t, err)
	m, err := newModel(inv)
	require.NoError(t, err)
	named, counted := 0, 0
	for _, mt := range m.methods {
		if !mt.paged || mt.params.field("fields") == nil {
			continue
		}
		doc := mt.params.field("fields").fieldDoc()
		assert.Contains(t, doc, "and no others", mt.id())
		var hidden []string
		for _, f := range mt.Response.Fields {
			if f.DefaultReply != nil && !*f.DefaultReply {
				hidden = append(hidden, f.Name)
			}
		}
		switch {
		case len(hidden) == 0 || len(hidden) == len(mt.Response.Fields):
			assert.NotContains(t, doc, "Only if named", mt.id())
		case len(hidden) <= namedColumns:
			named++
			for _, name := range hidden {
				assert.Regexp(t, `Only if named come.*\b`+name+`\b`, doc, mt.id())
			}
		default:
			counted++
			assert.Contains(t, doc, "["+mt.result.name+"]", mt.id())
			for _, name := range hidden {
				assert.Contains(t, mt.result.field(name).fieldDoc(), "It comes only if asked for.", "%s %s", mt.id(), name)
			}
		}
	}
	assert.Equal(t, []int{21, 10}, []int{named, counted})
}

// The comments of Sort and Filter say which columns they take, and those of the codes
// all kinds that an error can have.
func TestDocs_SayWhatIsSortableAndAllKinds(t *testing.T) {
	files := everything(t)
	_, comments := goDecls(t, files)
	for _, says := range []string{
		"Sort orders the rows; the first key counts most. Sortable: id, name.",
		"Filterable: all columns but deals; inside them segments.segment_name. At most 2 levels of nesting.",
		"CodeContactInBlacklist: the contact is blacklisted. Kind Validation, or Forbidden, by the method.",
		"Kind RateLimited; QuotaExhausted if it is the day's limit.",
		"each time makes another password", "[VirtualNumbersService.ListAvailable] lists those that are free",
		"Deprecated: to be removed; use StatusID.",
	} {
		assert.Contains(t, comments, says)
	}
	assert.NotContains(t, comments, "success stage in sales funnels")
	assert.NotContains(t, comments, "(to be removed")
	assert.NotContains(t, string(files["virtual_numbers_gen.go"]), "CodeSortProhibited", "no method of the group is refused so")
}

func TestEnums_SharedOnesAreNotNamedAfterAWrite(t *testing.T) {
	inv, err := load(inventoryFile)
	require.NoError(t, err)
	m, err := newModel(inv)
	require.NoError(t, err)
	shared := 0
	for _, name := range m.enumSeq {
		e := m.enums[name]
		if len(e.fields) < 2 || !slices.ContainsFunc(e.fields, func(f *fieldType) bool { return f.read() == 1 }) {
			continue
		}
		shared++
		assert.NotRegexp(t, `^(Create|Update|Upload|Set)[A-Z]`, name, "it is read too")
	}
	assert.Greater(t, shared, 30)
}
