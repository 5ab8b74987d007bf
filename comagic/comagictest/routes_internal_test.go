package comagictest

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/contract/drive"
)

// Each of the 350 methods has a way to be answered, and only those of the table
// examples answer with the vendor's example.
func TestRoutes_EveryMethodHasAnAnswer(t *testing.T) {
	counts := map[how]int{}
	for _, op := range contract.Load(contract.CoMagic).Operations {
		kind, _ := routeOf(op)
		counts[kind]++
		_, listed := examples[op.ID]
		assert.Equal(t, listed, kind == example, op.ID)
		if listed {
			assert.NotEmpty(t, exampleData(op), "%s has no example", op.ID)
			assert.NotEmpty(t, examples[op.ID], "%s has no reason", op.ID)
		}
	}
	assert.Equal(t, map[how]int{engine: 120, state: 228, example: 2}, counts)
	kind, _ := routeOf(&contract.Operation{ID: "shake.hands"})
	assert.Empty(t, kind)
}

// The tables name methods that exist.
func TestRoutes_TheTablesNameMethods(t *testing.T) {
	inv := contract.Load(contract.CoMagic)
	known := func(method string) { assert.NotNil(t, inv.Operation(method), method) }
	for _, group := range []map[string]func(*call){
		sessionMethods, tagMethods, numberMethods, communicationMethods, builderMethods, trackingMethods, accountMethods,
	} {
		for method := range group {
			known(method)
		}
	}
	column := func(list, name string) {
		known(list)
		assert.NotNil(t, fieldOf(inv.Operation(list).Response.Fields, name), "%s.%s", list, name)
	}
	for list, fill := range lookups {
		for _, l := range fill {
			column(list, l.column)
			column(l.list, l.value)
		}
	}
	for method, refs := range references {
		known(method)
		for _, r := range refs {
			assert.NotNil(t, inv.Operation(method).Param(r.param), "%s %s", method, r.param)
			column(r.list, r.column)
		}
	}
	for list, rows := range dependents {
		known(list)
		for _, d := range rows {
			column(d.list, d.column)
		}
	}
	for _, m := range memberships {
		column(m.members, m.inMember)
		column(m.groups, m.inGroup)
	}
	for upload, shown := range mirrors {
		known(upload)
		for _, m := range shown {
			column(m.report, m.key)
			for name := range m.renamed {
				if name != "visitor_name" && name != "visitor_email" { // not in all of them
					column(m.report, name)
				}
			}
		}
	}
	for name, other := range lists {
		if inv.Operation("get."+other) == nil {
			assert.Equal(t, "custom_column", other, name)
		}
	}
}

func target() *drive.Target {
	return &drive.Target{
		Vendor: contract.CoMagic, Dir: "..", Marshal: comagic.Marshal, Unmarshal: comagic.Unmarshal,
		Types: []any{comagic.Equal("id", 1), comagic.Asc("id"), comagic.Date{Year: 2026, Month: 3, Day: 4}},
	}
}

// filled makes a value of every column: what the client reads of it is what a test
// would put.
func filled(f *contract.Field, depth int) any {
	if inner := f.Elem(); inner != "" {
		element := *f
		element.Type = inner
		return []any{filled(&element, depth)}
	}
	switch f.Type {
	case "number":
		return 7
	case "boolean":
		return true
	case "datetime":
		return "2026-03-02 09:00:00"
	case "date":
		return "2026-03-02"
	case "object":
		if f.Ref == "filter" {
			return map[string]any{"field": "id", "operator": "=", "value": "x"}
		}
		return filledAll(f.Fields, depth+1)
	case "map":
		return map[string]any{}
	case "any", "unknown":
		return nil
	}
	if len(f.Enum) > 0 {
		return f.Enum[0]
	}
	return "text"
}

func filledAll(fields []*contract.Field, depth int) map[string]any {
	m := map[string]any{}
	for _, f := range fields {
		m[f.Name] = filled(f, depth)
	}
	return m
}

// Rows of every get method can be put in their type, and the client reads them as
// they were put: all columns, through the period and the fields that are asked for.
func TestAdd_RowsOfEveryGetMethodAreReadAsTheyWerePut(t *testing.T) {
	scan, err := contract.ScanOps("..")
	require.NoError(t, err)
	seen := map[string]bool{}
	for rowType, method := range rowTypes {
		op := contract.Load(contract.CoMagic).Operation(method)
		require.NotNil(t, op, method)
		assert.False(t, seen[method], "%s has two types", method)
		seen[method] = true
		srv := NewServer(t)
		put := reflect.New(rowType)
		data, err := json.Marshal(filledAll(op.Response.Fields, 0))
		require.NoError(t, err)
		require.NoError(t, comagic.Unmarshal(data, put.Interface()), method)
		if method == "getobj.site" || op.Response.Kind == "object" {
			srv.PutObject(method, put.Elem().Interface())
		} else {
			srv.Clear(method)
			srv.Put(method, put.Elem().Interface())
		}
		value, callErr, err := target().Call(scan, op, srv.Client(frontdesk.NoRetry()), given(t, op))
		require.NoError(t, err, method)
		require.NoError(t, callErr, method)
		assert.Equal(t, put.Elem().Interface(), first(t, value), method)
		srv.Close()
	}
	for _, op := range contract.Load(contract.CoMagic).Operations {
		if op.Class == "safe" && op.ID != callPrefix+"list.calls" {
			assert.True(t, seen[op.ID], "%s has no type", op.ID)
		}
	}
}

// given fills the required params, the period and the fields of a get method.
func given(t *testing.T, op *contract.Operation) *drive.Given {
	t.Helper()
	tree := map[string]json.RawMessage{}
	put := func(name string, v any) {
		data, err := json.Marshal(v)
		require.NoError(t, err)
		tree[name] = data
	}
	for _, p := range op.Params {
		switch {
		case p.Name == "date_from":
			put(p.Name, "2026-03-01 00:00:00")
		case p.Name == "date_till":
			put(p.Name, "2026-03-03 00:00:00")
		case p.Name == "fields":
			names := make([]string, len(op.Response.Fields))
			for i, f := range op.Response.Fields {
				names[i] = f.Name
			}
			put(p.Name, names)
		case p.Name == "is_show_weekends_notes": // they would stand beside the row
			put(p.Name, false)
		case p.Name == "offset" && p.Required:
			put(p.Name, 0)
		case p.Required && p.Name != "access_token":
			put(p.Name, filled(p, 0))
		}
	}
	return &drive.Given{Tree: tree, Unmarshal: comagic.Unmarshal}
}

// first is the row of a page or a list, or the object itself.
func first(t *testing.T, value any) any {
	t.Helper()
	v := reflect.Indirect(reflect.ValueOf(value))
	if v.Kind() == reflect.Struct && v.FieldByName("Items").IsValid() && v.FieldByName("HasMore").IsValid() {
		v = v.FieldByName("Items")
	}
	if v.Kind() == reflect.Slice {
		require.Equal(t, 1, v.Len(), "%T", value)
		v = v.Index(0)
	}
	return v.Interface()
}

// Outside of tests nobody is told if an embedded file cannot be read.
func TestEmbedded_FilesCanBeRead(t *testing.T) {
	needs, err := readComponents()
	require.NoError(t, err)
	assert.Equal(t, len(contract.Load(contract.CoMagic).Operations), len(needs))
	types, err := readOperatorTypes()
	require.NoError(t, err)
	assert.NotEmpty(t, types["="])
	srv := New()
	defer srv.Close()
	assert.Empty(t, srv.Violations())
	for _, method := range append(dictionaries, "get.person_visitors", "get.account", "get.available_virtual_numbers") {
		assert.NotEmpty(t, srv.Rows(method), method)
	}
	assert.Error(t, readFile("nothing.json", nil))
}

func TestAdd_PutsWhatTheMethodsReturn(t *testing.T) {
	srv := New()
	defer srv.Close()
	Add(srv, comagic.Tag{ID: 5, Name: "VIP"})
	Add(srv, comagic.AccountDetails{UserLogin: "owner@example.com"})
	Add(srv, comagic.ActiveCall{CallSessionID: 9})
	c := srv.Client()
	tags, err := c.Tags.List(context.Background(), nil)
	require.NoError(t, err)
	assert.Equal(t, "VIP", tags.Items[0].Name)
	account, err := c.Account.Get(context.Background())
	require.NoError(t, err)
	assert.Equal(t, "owner@example.com", account.UserLogin)
	assert.True(t, srv.HangUp(9))
	assert.False(t, srv.HangUp(9))
}

// A test's own answer wins over examples and state, and may be for one key only.
func TestPutObject_IsForItsKeysOnly(t *testing.T) {
	srv := NewServer(t)
	srv.PutObject("getobj.visitor", comagic.VisitorDetails{Name: "anyone"})
	srv.PutObject("getobj.visitor", comagic.VisitorDetails{Name: "Jane"}, 5)
	srv.PutObject("getobj.report_table", map[string]any{"rows": []any{
		map[string]any{"expandable": false}, map[string]any{"expandable": true}, map[string]any{"expandable": false},
	}})
	c := srv.Client()
	for id, want := range map[int64]string{5: "Jane", 6: "anyone"} {
		got, err := c.Persons.GetVisitor(context.Background(), &comagic.GetVisitorParams{ID: id})
		require.NoError(t, err)
		assert.Equal(t, want, got.Name)
	}
	var table comagic.ReportTable
	op := contract.Load(contract.CoMagic).Operation("getobj.report_table")
	params := map[string]any{}
	for _, p := range op.Params {
		if p.Required && p.Name != "access_token" {
			params[p.Name] = filled(p, 0)
		}
	}
	params["limit"], params["offset"] = 1, 1
	require.NoError(t, c.Call(context.Background(), op.ID, params, &table))
	require.Len(t, table.Rows, 1)
	assert.True(t, table.Rows[0].Expandable.Or(false))
}
