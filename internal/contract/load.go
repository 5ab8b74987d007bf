package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"
)

// rawOperation is an operation as the files write it: the union of the four vendors' keys. Decoding refuses any other
// key, so a new fact cannot be overlooked.
type rawOperation struct {
	ID              string          `json:"id"`
	Group           string          `json:"group"`
	Summary         string          `json:"summary"`
	DocTitle        string          `json:"doc_title"`
	DocPage         string          `json:"doc_page"`
	Method          string          `json:"method"`
	MethodsAccepted []string        `json:"methods_accepted"`
	Path            string          `json:"path"`
	RPCMethod       string          `json:"rpc_method"`
	Endpoint        string          `json:"endpoint"`
	Action          string          `json:"action"`
	ServerAction    string          `json:"server_action"`
	DocHeading      string          `json:"doc_heading"`
	DocAction       string          `json:"doc_example_action"`
	Documented      *bool           `json:"documented"`
	Class           Class           `json:"class"`
	UnsafeWith      []string        `json:"unsafe_with"`
	Access          string          `json:"access"`
	Idempotent      bool            `json:"idempotent"`
	Params          []*Field        `json:"params"`
	Response        *Response       `json:"response"`
	Errors          []rawError      `json:"errors"`
	ErrorLists      []string        `json:"error_lists"`
	SilentFailures  []SilentFailure `json:"silent_failures"`
	CrashAfterWrite bool            `json:"crash_after_write"`
	SuccessStatus   int             `json:"success_status"`
	Pagination      *rawPagination  `json:"pagination"`
	Weight          *int            `json:"weight"`
	WeightSource    string          `json:"weight_source"`
	BatchLimit      int             `json:"batch_limit"`
	Who             []string        `json:"who"`
	Components      []string        `json:"components"`
	ComponentsAny   []string        `json:"components_any_of"`
	Permissions     []string        `json:"permissions"`
	AvailableSince  string          `json:"available_since"`
	SinceProvenance string          `json:"since_provenance"`
	WithdrawnIn     string          `json:"withdrawn_in"`
	Deprecated      bool            `json:"deprecated"`
	Alternate       *struct {
		Path       string `json:"path"`
		Envelope   string `json:"envelope"`
		Note       string `json:"note"`
		Provenance string `json:"provenance"`
	} `json:"alternate"`
	Provenance       string   `json:"provenance"`
	PathProvenance   string   `json:"path_provenance"`
	FieldsProvenance string   `json:"fields_provenance"`
	ParamsProvenance string   `json:"params_provenance"`
	Source           string   `json:"source"`
	Notes            Texts    `json:"notes"`
	RequestExample   string   `json:"request_example"`
	RequestExamples  []string `json:"request_examples"`
	ResponseExamples []string `json:"response_examples"`
	DerivedExamples  []string `json:"derived_examples"`
	Recordings       []string `json:"recordings"`
}

type rawError struct {
	HTTPStatus     int    `json:"http_status"`
	Code           Texts  `json:"code"`
	Mnemonic       string `json:"mnemonic"`
	Kind           string `json:"kind"`
	KindIfNotAlone string `json:"kind_if_not_alone"`
	Meaning        string `json:"meaning"`
	Message        string `json:"message"`
	TextPrefix     string `json:"text_prefix"`
	Source         string `json:"source"`
	Doc            string `json:"doc"`
	Retryable      bool   `json:"retryable"`
	Retry          string `json:"retry"`
	Relogin        bool   `json:"relogin"`
}

type rawPagination struct {
	Style                  string   `json:"style"`
	In                     Place    `json:"in"`
	LimitParam             string   `json:"limit_param"`
	OffsetParam            string   `json:"offset_param"`
	DefaultLimit           int      `json:"default_limit"`
	DefaultLimitProvenance string   `json:"default_limit_provenance"`
	MaxLimit               int      `json:"max_limit"`
	TotalAt                string   `json:"total_at"`
	TotalAtAlternatives    []string `json:"total_at_alternatives"`
	Provenance             string   `json:"provenance"`
	// LiveAgent
	Default int    `json:"default"`
	Max     int    `json:"max"`
	Note    string `json:"note"`
	// SalesMan
	Doc        string  `json:"doc"`
	FirstPage  int     `json:"first_page"`
	PageSize   int     `json:"page_size"`
	Param      string  `json:"param"`
	TotalField *string `json:"total_field"`
	// CoMagic
	Limit        string `json:"limit"`
	Offset       string `json:"offset"`
	LimitDefault int    `json:"limit_default"`
	LimitMax     int    `json:"limit_max"`
	OffsetMax    int    `json:"offset_max"`
	Total        string `json:"total"`
}

// loader collects one vendor's inventory.
type loader struct {
	inv   *Inventory
	stems map[string]*Operation // by the stem of example file names
	lists comagicErrors
}

func load(vendor string) (*Inventory, error) {
	l := &loader{
		inv:   &Inventory{Vendor: vendor, facts: map[string]json.RawMessage{}, byID: map[string]*Operation{}},
		stems: map[string]*Operation{},
	}
	if err := l.operations(); err != nil {
		return nil, err
	}
	if err := l.examples(); err != nil {
		return nil, err
	}
	if err := l.placeholders(); err != nil {
		return nil, err
	}
	return l.inv, nil
}

func (l *loader) operations() error {
	if l.inv.Vendor != CoMagic {
		return l.file("api.json", "", "")
	}
	if err := l.facts("errors.json", "errors.", nil); err != nil {
		return err
	}
	for api, into := range map[string]*comagicErrorLists{"data_api": &l.lists.DataAPI, "call_api": &l.lists.CallAPI} {
		if err := l.inv.Fact("errors."+api, into); err != nil {
			return err
		}
	}
	if err := l.facts("data_api.json", "data_api.", nil); err != nil {
		return err
	}
	groups, err := names(CoMagic, "data_api")
	if err != nil {
		return err
	}
	for _, name := range groups {
		if err := l.file(path.Join("data_api", name), "-", ""); err != nil {
			return err
		}
	}
	return l.file("call_api.json", "call_api.", "call_api.")
}

// file reads a file with operations. Its other members become facts under the prefix, unless that is "-".
func (l *loader) file(name, factPrefix, idPrefix string) error {
	var now, later []json.RawMessage
	members := map[string]*[]json.RawMessage{"operations": &now, "later_operations": &later}
	if err := l.facts(name, factPrefix, members); err != nil {
		return err
	}
	for i, data := range append(now, later...) {
		op, err := l.operation(data, idPrefix)
		if err != nil {
			return fmt.Errorf("%s: operation %d: %w", name, i, err)
		}
		op.Later = i >= len(now)
	}
	return nil
}

func (l *loader) facts(name, prefix string, members map[string]*[]json.RawMessage) error {
	data, err := File(l.inv.Vendor, name)
	if err != nil {
		return err
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(data, &top); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for key, value := range top {
		if into := members[key]; into != nil {
			if err := json.Unmarshal(value, into); err != nil {
				return fmt.Errorf("%s: %s: %w", name, key, err)
			}
			continue
		}
		if prefix != "-" {
			l.inv.facts[prefix+key] = value
		}
	}
	return nil
}

func (l *loader) operation(data json.RawMessage, idPrefix string) (*Operation, error) {
	var raw rawOperation
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&raw); err != nil {
		return nil, err
	}
	if raw.ID == "" || raw.Response == nil {
		return nil, fmt.Errorf("%q has no id or no response", raw.ID)
	}
	op := &Operation{
		Vendor: l.inv.Vendor, ID: raw.ID, VendorID: raw.ID, Group: raw.Group, Summary: raw.Summary,
		Method: raw.Method, Path: raw.Path, RPCMethod: raw.RPCMethod, Action: raw.Action,
		MethodsAccepted: raw.MethodsAccepted, Class: raw.Class, UnsafeWith: raw.UnsafeWith,
		Params: raw.Params, Response: *raw.Response, SilentFailures: raw.SilentFailures,
		CrashAfterWrite: raw.CrashAfterWrite, SuccessStatus: raw.SuccessStatus, Pagination: raw.Pagination.unify(),
		AvailableSince: raw.AvailableSince, WithdrawnIn: raw.WithdrawnIn, Deprecated: raw.Deprecated,
		Provenance: raw.Provenance, DocPage: raw.DocPage, Notes: raw.Notes, raw: raw,
	}
	stem := raw.ID
	if op.Vendor == CoMagic {
		op.ID, op.Method, op.Path = idPrefix+raw.RPCMethod, "POST", "/v2.0"
		if idPrefix != "" {
			op.Path, stem = "/v4.0", idPrefix+raw.ID
		}
	}
	if op.SuccessStatus == 0 {
		op.SuccessStatus = 200
	}
	if raw.Weight != nil {
		op.Weight = *raw.Weight
	}
	for _, r := range raw.Recordings {
		op.Recordings = append(op.Recordings, path.Base(r))
	}
	l.settle(op)
	if err := l.errors(op, idPrefix != ""); err != nil {
		return nil, fmt.Errorf("%s: %w", op.ID, err)
	}
	if err := op.validate(); err != nil {
		return nil, fmt.Errorf("%s: %w", op.ID, err)
	}
	if l.inv.byID[op.ID] != nil || l.stems[stem] != nil {
		return nil, fmt.Errorf("%s stands twice", op.ID)
	}
	l.inv.byID[op.ID], l.stems[stem] = op, op
	if op.isPage() {
		l.inv.Pages = append(l.inv.Pages, op)
	} else {
		l.inv.Operations = append(l.inv.Operations, op)
	}
	return op, nil
}

// settle folds the two spellings of limits into one and gives every parameter a place.
func (l *loader) settle(op *Operation) {
	var walk func([]*Field, Place)
	walk = func(fields []*Field, in Place) {
		for _, f := range fields {
			if f.In == "" {
				f.In = in
			}
			if f.Min == nil {
				f.Min = f.Minimum
			}
			if f.Max == nil {
				f.Max = f.Maximum
			}
			walk(f.Fields, f.In)
		}
	}
	in := Place("")
	if op.Vendor == CoMagic {
		in = InBody
	}
	walk(op.Params, in)
}

func (l *loader) errors(op *Operation, callAPI bool) error {
	if op.Vendor == CoMagic {
		return l.lists.expand(op, callAPI)
	}
	for _, e := range op.raw.Errors {
		if len(e.Code) > 1 || e.Kind == "" {
			return errors.New("an error has several codes or no kind")
		}
		op.Errors = append(op.Errors, OpError{
			Status: e.HTTPStatus, Code: strings.Join(e.Code, ""), Kind: e.Kind, Meaning: e.Meaning, TextPrefix: e.TextPrefix,
			KindIfNotAlone: e.KindIfNotAlone, Source: e.Source, Message: e.Message,
		})
	}
	return nil
}

var knownTypes = map[string]bool{
	"string": true, "integer": true, "number": true, "boolean": true, "enum": true, "timestamp": true, "datetime": true,
	"date": true, "opdatetime": true, "object": true, "map": true, "any": true, "unknown": true,
}

func (op *Operation) validate() error {
	switch op.Class {
	case Safe, Idempotent, Unsafe:
	default:
		return fmt.Errorf("unknown class %q", op.Class)
	}
	if op.Method == "" || op.Path == "" {
		return errors.New("no method or no path")
	}
	for _, p := range op.Params {
		switch p.In {
		case InPath, InQuery, InForm, InBody, InHeader:
		default:
			return fmt.Errorf("parameter %s has the place %q", p.Name, p.In)
		}
	}
	for _, fields := range [][]*Field{op.Params, op.Response.Fields, op.Response.Siblings, op.Response.EnvelopeFields} {
		if err := validateTypes(fields); err != nil {
			return err
		}
	}
	return nil
}

func validateTypes(fields []*Field) error {
	for _, f := range fields {
		t := f.Type
		if inner := f.Elem(); inner != "" {
			t = inner
		}
		if f.Name == "" || !knownTypes[t] {
			return fmt.Errorf("field %q has the type %q", f.Name, f.Type)
		}
		if err := validateTypes(f.Fields); err != nil {
			return err
		}
	}
	return nil
}

func (p *rawPagination) unify() *Pagination {
	if p == nil {
		return nil
	}
	u := &Pagination{
		Style: p.Style, OffsetParam: p.OffsetParam + p.Param + p.Offset, LimitParam: p.LimitParam + p.Limit,
		DefaultLimit: p.DefaultLimit + p.Default + p.LimitDefault, MaxLimit: p.MaxLimit + p.Max + p.LimitMax,
		MaxOffset: p.OffsetMax, PageSize: p.PageSize, FirstPage: p.FirstPage, TotalAt: p.TotalAt + p.Total,
		Provenance: p.Provenance,
	}
	if p.TotalField != nil {
		u.TotalAt = *p.TotalField
	}
	if before, after, ok := strings.Cut(p.Style, "/"); ok { // LiveAgent names its two parameters in the style
		u.LimitParam, u.OffsetParam = before, after
		if strings.HasSuffix(before, "from") {
			u.LimitParam, u.OffsetParam = after, before
		}
	}
	return u
}

// examples gives every file of the folder to its operation, and checks that the operations' own lists agree.
func (l *loader) examples() error {
	list, err := names(l.inv.Vendor, "examples")
	if err != nil {
		return err
	}
	stems := make([]string, 0, len(l.stems))
	for stem := range l.stems {
		stems = append(stems, stem)
	}
	sort.Slice(stems, func(i, j int) bool { return len(stems[i]) > len(stems[j]) })
	for _, file := range list {
		i := slices.IndexFunc(stems, func(stem string) bool { return strings.HasPrefix(file, stem+".") })
		if i < 0 {
			l.inv.Examples = append(l.inv.Examples, commonExample(l.inv.Vendor, file))
			continue
		}
		e, err := parseExample(l.inv.Vendor, stems[i], file)
		if err != nil {
			return err
		}
		op := l.stems[stems[i]]
		op.Examples = append(op.Examples, e)
	}
	for _, op := range slices.Concat(l.inv.Operations, l.inv.Pages) {
		if err := op.checkExampleLists(); err != nil {
			return fmt.Errorf("%s: %w", op.ID, err)
		}
	}
	return nil
}

// commonExample describes a payload that belongs to no single operation.
func commonExample(vendor, file string) Example {
	ext := path.Ext(file)
	parts := strings.Split(strings.TrimSuffix(file, ext), ".")
	e := Example{Vendor: vendor, File: file, XML: ext == ".xml"}
	for i, part := range parts {
		var status int
		if n, err := fmt.Sscanf(part, "%d", &status); n == 1 && err == nil && len(part) == 3 {
			e.Status = status
			e.Variant = strings.Join(parts[i+1:], ".")
		}
		switch part {
		case "request":
			e.Request = true
			e.Variant = strings.Join(parts[i+1:], ".")
		case "derived", "server", "inferred":
			e.Invented = true
		}
	}
	e.Failed = e.failed()
	return e
}

func (op *Operation) checkExampleLists() error {
	have := map[string]Example{}
	for _, e := range op.Examples {
		have[e.File] = e
	}
	check := func(file string, request bool) error {
		if file == "" {
			return nil
		}
		e, ok := have[path.Base(file)]
		if !ok || e.Request != request {
			return fmt.Errorf("its list names the example %s, which is not there or not of that sort", file)
		}
		return nil
	}
	for _, file := range append([]string{op.raw.RequestExample}, op.raw.RequestExamples...) {
		if err := check(file, true); err != nil {
			return err
		}
	}
	for _, file := range append(append([]string(nil), op.raw.ResponseExamples...), op.raw.DerivedExamples...) {
		if err := check(file, false); err != nil {
			return err
		}
	}
	return nil
}

func unmarshalStrict(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}

// unmarshalNumber decodes JSON with numbers kept as they are written.
func unmarshalNumber(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return dec.Decode(v)
}

// Knows returns a function that reports whether the vendor has an operation of
// that id, for the kits' check of names.
func Knows(vendor string) func(operation string) bool {
	return func(operation string) bool {
		return Load(vendor).Operation(operation) != nil
	}
}
