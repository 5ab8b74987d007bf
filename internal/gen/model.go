package main

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// model is the code to be written, before it is text.
type model struct {
	inv     *inventory
	methods []*method
	types   map[string]*structType
	order   []string // of types
	enums   map[string]*enumType
	enumSeq []string
	chosen  map[string]bool   // names of enumNames that were met
	child   map[string]string // type of a nested object, by "Parent.field"
	owner   map[string]string // place after which a type is named
}

// method is one RPC method.
type method struct {
	*rawOperation
	service, name, all, count string
	params, result            *structType // nil if there are none
	paged                     bool
	errors                    []rawError
	shownBy                   string // the method that shows what a write did
}

// structType is a params, result or nested type, with all places where it occurs.
type structType struct {
	name        string
	occurrences []occurrence
	fields      []*fieldType
	list        *method // the paged method whose params it is
	top         bool    // params or result of a method
}

type occurrence struct {
	method *method
	result bool
	place  string
	fields []*rawField
}

// fieldType is a field of a type, with what it is in all places.
type fieldType struct {
	owner    *structType
	wire     string
	goName   string
	raws     []fieldUse
	general  string // what the glossary says of the name
	goType   string
	required bool // of params
	opt      bool
	enum     *enumType
	object   *structType // below
}

type fieldUse struct {
	*rawField
	occurrence occurrence
}

func newModel(inv *inventory) (*model, error) {
	m := &model{
		inv: inv, types: map[string]*structType{}, enums: map[string]*enumType{}, child: map[string]string{},
		owner: map[string]string{}, chosen: map[string]bool{},
	}
	for _, o := range inv.operations {
		if err := m.addMethod(o); err != nil {
			return nil, fmt.Errorf("%s: %w", o.id(), err)
		}
	}
	if err := m.nestAll(); err != nil {
		return nil, err
	}
	for _, name := range m.order {
		if err := m.merge(m.types[name]); err != nil {
			return nil, fmt.Errorf("type %s: %w", name, err)
		}
	}
	if err := m.nameEnums(); err != nil {
		return nil, err
	}
	for _, name := range m.order {
		if err := m.resolve(m.types[name]); err != nil {
			return nil, fmt.Errorf("type %s: %w", name, err)
		}
	}
	m.findShown()
	return m, m.distinct()
}

// findShown finds for each write the list of the same noun, in singular or plural.
func (m *model) findShown() {
	lists := map[string]string{}
	for _, mt := range m.methods {
		verb, noun, _ := strings.Cut(mt.RPCMethod, ".")
		if verb == "get" && mt.Response.Kind == "list" {
			lists[singular(noun)] = mt.service + "Service." + mt.name
		}
	}
	for _, mt := range m.methods {
		if _, noun, _ := strings.Cut(mt.RPCMethod, "."); !mt.callAPI {
			mt.shownBy = lists[singular(noun)]
			if uploaded := lists["uploaded_"+singular(noun)]; mt.verb() == "upload" && uploaded != "" {
				mt.shownBy = uploaded
			}
		}
	}
}

// protocolParams are added by the client itself.
func protocolParam(name string) bool { return name == "access_token" || name == "user_id" }

func (m *model) addMethod(o *rawOperation) error {
	name, ok := m.inv.names[o.id()]
	if !ok {
		return fmt.Errorf("names.json does not name it")
	}
	if err := o.checkWords(m.inv.groups); err != nil {
		return err
	}
	mt := &method{rawOperation: o, service: name.Service, name: name.Method, all: name.AllMethod, paged: name.ListAll}
	if err := mt.checkKind(); err != nil {
		return err
	}
	if mt.paged {
		mt.count = "Count" + strings.TrimPrefix(mt.all, "All")
	}
	var err error
	if mt.errors, err = m.inv.errorsOf(o); err != nil {
		return err
	}
	var own []*rawField
	for _, p := range o.Params {
		if !protocolParam(p.Name) {
			own = append(own, p)
		}
	}
	if len(own) > 0 != (name.ParamsType != nil) {
		return fmt.Errorf("%d params, but names.json says otherwise", len(own))
	}
	if name.ParamsType != nil {
		mt.params = m.occur(*name.ParamsType, occurrence{mt, false, o.id() + " params", own})
		mt.params.top = true
		if mt.paged {
			mt.params.list = mt
		}
	}
	if (o.Response.Kind == "empty") != (name.ResultType == nil) {
		return fmt.Errorf("reply of kind %s, but names.json says otherwise", o.Response.Kind)
	}
	if name.ResultType != nil {
		mt.result = m.occur(*name.ResultType, occurrence{mt, true, o.id() + " result", o.Response.Fields})
		mt.result.top = true
	}
	m.methods = append(m.methods, mt)
	return nil
}

// checkKind refuses replies and classes of a form that is not known.
func (mt *method) checkKind() error {
	r := mt.Response
	switch r.Kind {
	case "list", "object", "status", "empty":
	default:
		return fmt.Errorf("unknown kind of reply %q", r.Kind)
	}
	if r.KindAlso != "" && (r.Kind != "list" || r.KindAlso != "object") {
		return fmt.Errorf("unknown kinds of reply %q and %q", r.Kind, r.KindAlso)
	}
	if r.Envelope != "result" && r.Envelope != "result.data" {
		return fmt.Errorf("unknown envelope %q", r.Envelope)
	}
	if r.Envelope == "result" && slices.ContainsFunc(r.Fields, func(f *rawField) bool { return f.Name == "data" || f.Name == "metadata" }) {
		return fmt.Errorf("a field of the result has the name of an envelope's member")
	}
	if mt.paged && (mt.Pagination == nil || mt.Pagination.Style != "offset" || r.Kind != "list" || mt.all == "") {
		return fmt.Errorf("names.json calls it a paged list, which it is not")
	}
	if mt.Pagination != nil && r.Kind == "list" && !mt.paged && r.KindAlso == "" {
		return fmt.Errorf("a paged list without an All method")
	}
	if _, ok := classes[mt.Class]; !ok {
		return fmt.Errorf("unknown class %q", mt.Class)
	}
	return nil
}

var classes = map[string]string{
	"safe": "frontdesk.ClassSafe", "idempotent": "frontdesk.ClassIdempotent", "unsafe": "frontdesk.ClassUnsafe",
}

func (m *model) occur(name string, o occurrence) *structType {
	t := m.types[name]
	if t == nil {
		t = &structType{name: name}
		m.types[name] = t
		m.order = append(m.order, name)
	}
	t.occurrences = append(t.occurrences, o)
	return t
}

// nestAll adds nested types until there are no more: a shared type may get further
// places while others are looked at.
func (m *model) nestAll() error {
	for before := -1; before != m.places(); {
		before = m.places()
		for i := 0; i < len(m.order); i++ {
			if err := m.nested(m.types[m.order[i]]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *model) places() int {
	n := 0
	for _, t := range m.types {
		n += len(t.occurrences)
	}
	return n
}

// nested adds the types of a type's nested objects.
func (m *model) nested(t *structType) error {
	for _, o := range t.occurrences {
		for _, f := range o.fields {
			if len(f.Fields) == 0 {
				continue
			}
			place := o.place + "." + f.Name
			name, err := m.nestedName(t, f, place)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(m.typeOccurrences(name), func(known occurrence) bool { return known.place == place }) {
				m.occur(name, occurrence{o.method, o.result, place, f.Fields})
			}
		}
	}
	return nil
}

func (m *model) typeOccurrences(name string) []occurrence {
	if t := m.types[name]; t != nil {
		return t.occurrences
	}
	return nil
}

// nestedName names the type of a nested object: the shared shape of its place, else
// after the place.
func (m *model) nestedName(t *structType, f *rawField, place string) (string, error) {
	slot := t.name + "." + f.Name
	shape, shared := m.inv.shared[place]
	if known, ok := m.child[slot]; ok {
		if shared && shape != known {
			return "", fmt.Errorf("%s has the shape %s, but %s elsewhere", place, shape, known)
		}
		return known, nil
	}
	if shared {
		m.child[slot] = shape
		return shape, nil
	}
	field := f.Name
	if strings.HasPrefix(f.Type, "array<") || f.Type == "map" {
		field = singular(field)
	}
	for _, name := range []string{typeBase(t.name) + goName(field), t.name + goName(field), t.name + goName(field) + "Item"} {
		_, isShape := m.types[name]
		if m.owner[name] == "" && !isShape && !slices.Contains(m.inv.shapes, name) && !m.named(name) {
			m.owner[name], m.child[slot] = slot, name
			return name, nil
		}
	}
	return "", fmt.Errorf("no free name for the type of %s", place)
}

// named reports whether names.json gives the name to something.
func (m *model) named(name string) bool {
	for _, n := range m.inv.names {
		if n.ParamsType != nil && *n.ParamsType == name || n.ResultType != nil && *n.ResultType == name || n.Service+"Service" == name {
			return true
		}
	}
	return false
}

// merge makes one field of all that a type has under one name in its places.
func (m *model) merge(t *structType) error {
	byName := map[string]*fieldType{}
	for _, o := range t.occurrences {
		for _, raw := range o.fields {
			f := byName[raw.Name]
			if f == nil {
				f = &fieldType{owner: t, wire: raw.Name, goName: goName(raw.Name), general: m.inv.glossary[raw.Name]}
				byName[raw.Name] = f
				t.fields = append(t.fields, f)
			}
			f.raws = append(f.raws, fieldUse{raw, o})
		}
	}
	// Two fields may differ by case or spelling only.
	seen := map[string]string{}
	for _, f := range t.fields {
		if f.goName == "" || f.goName[0] >= '0' && f.goName[0] <= '9' {
			return fmt.Errorf("no identifier for the field %q", f.wire)
		}
		if other, ok := seen[f.goName]; ok {
			return fmt.Errorf("the fields %s and %s are both %s", other, f.wire, f.goName)
		}
		seen[f.goName] = f.wire
		if child, ok := m.child[t.name+"."+f.wire]; ok {
			f.object = m.types[child]
		}
	}
	return nil
}

// distinct checks that no two things of the package have one name.
func (m *model) distinct() error {
	what := map[string]string{}
	claim := func(name, thing string) error {
		if other, ok := what[name]; ok {
			return fmt.Errorf("%s is the name of %s and of %s", name, other, thing)
		}
		what[name] = thing
		return nil
	}
	for _, name := range handWritten {
		what[name] = "something written by hand"
	}
	for _, s := range m.services() {
		if err := claim(s+"Service", "a service"); err != nil {
			return err
		}
	}
	for _, name := range m.order {
		if err := claim(name, "a type"); err != nil {
			return err
		}
	}
	for _, name := range m.enumSeq {
		if err := claim(name, "an enum"); err != nil {
			return err
		}
		for _, v := range m.enums[name].values {
			if err := claim(v.name, "a value of "+name); err != nil {
				return err
			}
		}
	}
	seen := map[string]string{}
	for _, mt := range m.methods {
		for _, name := range []string{mt.name, mt.all, mt.count} {
			key := mt.service + "." + name
			if other, ok := seen[key]; ok && name != "" {
				return fmt.Errorf("%s and %s are both %s", other, mt.id(), key)
			}
			seen[key] = mt.id()
		}
	}
	return nil
}

// handWritten are the exported names of the package that are not generated.
var handWritten = []string{
	"Auth", "AccessToken", "Login", "Host", "HostComagic", "HostUIS", "WithHost", "WithUserID", "WithMetadata", "Metadata",
	"Client", "New", "Marshal", "Unmarshal", "Filter", "Operator", "Condition", "Scalar", "Ordered", "And", "Or", "Equal",
	"NotEqual", "Less", "Greater", "AtMost", "AtLeast", "In", "NotIn", "Like", "NotLike", "ILike", "NotILike", "Regexp",
	"JSQuery", "Overlap", "NotOverlap", "IsNull", "IsNotNull", "Sort", "Order", "Ascending", "Descending", "Asc", "Desc",
	"OneOrMany", "Date", "NewDate", "Seconds", "ParseSeconds", "CallUpload", "CallUploadStatus",
	"CallUploadProcessed", "CallUploadInProcess", "CallUploadFailed", "CallUploadError", "ParseCallUpload",
}

func (m *model) services() []string {
	var list []string
	for _, mt := range m.methods {
		if !slices.Contains(list, mt.service) {
			list = append(list, mt.service)
		}
	}
	sort.Strings(list)
	return list
}
