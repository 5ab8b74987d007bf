package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// inventory is the input, as the files have it. Members that are not declared here
// are an error: they would be facts that nobody carries into the code.
type inventory struct {
	operations []*rawOperation
	names      map[string]rawName // by id
	shared     map[string]string  // shape by place, such as "get.tags result.items"
	shapes     []string           // in the order of the file
	groups     []string           // of the Data API
	operators  []rawOperator      // of filters
	errors     rawErrors
	glossary   map[string]string // a field's name in words
}

type rawGroup struct {
	Vendor     json.RawMessage `json:"vendor"`
	API        json.RawMessage `json:"api"`
	Group      string          `json:"group"`
	Operations []*rawOperation `json:"operations"`
}

type rawOperation struct {
	ID              string          `json:"id"`
	Group           string          `json:"group"`
	Summary         string          `json:"summary"`
	RPCMethod       string          `json:"rpc_method"`
	AvailableSince  string          `json:"available_since"`
	Deprecated      bool            `json:"deprecated"`
	Who             []string        `json:"who"`
	Components      []string        `json:"components"`
	ComponentsAnyOf []string        `json:"components_any_of"`
	Permissions     []string        `json:"permissions"`
	Weight          *int            `json:"weight"`
	WeightSource    string          `json:"weight_source"`
	Access          string          `json:"access"`
	Idempotent      bool            `json:"idempotent"`
	BatchLimit      int             `json:"batch_limit"`
	Params          []*rawField     `json:"params"`
	Response        rawResponse     `json:"response"`
	Errors          []rawError      `json:"errors"`
	ErrorLists      []string        `json:"error_lists"`
	Pagination      *rawPagination  `json:"pagination"`
	Provenance      string          `json:"provenance"`
	Source          string          `json:"source"`
	Notes           string          `json:"notes"`
	Class           string          `json:"class"`
	RequestExamples json.RawMessage `json:"request_examples"`
	ReplyExamples   json.RawMessage `json:"response_examples"`

	callAPI bool
}

// id is the operation's id in the code.
func (o *rawOperation) id() string {
	if o.callAPI {
		return "call_api." + o.RPCMethod
	}
	return o.RPCMethod
}

func (o *rawOperation) verb() string {
	verb, _, _ := strings.Cut(o.RPCMethod, ".")
	return verb
}

type rawResponse struct {
	Kind     string      `json:"kind"`
	KindAlso string      `json:"kind_also"`
	Envelope string      `json:"envelope"`
	Fields   []*rawField `json:"fields"`
}

type rawField struct {
	Name          string            `json:"name"`
	Type          string            `json:"type"`
	Doc           string            `json:"doc"`
	Required      bool              `json:"required"`
	RequiredIf    string            `json:"required_if"`
	Nullable      *bool             `json:"nullable"`
	NullSeen      bool              `json:"null_seen"`
	NumberKind    string            `json:"number_kind"`
	Also          []string          `json:"also"`
	AliasOf       string            `json:"alias_of"`
	Enum          []json.RawMessage `json:"enum"`
	EnumDocs      map[string]string `json:"enum_docs"`
	Default       json.RawMessage   `json:"default"`
	Format        string            `json:"format"`
	Pattern       string            `json:"pattern"`
	Min           *float64          `json:"min"`
	Max           *float64          `json:"max"`
	MinLength     *int              `json:"min_length"`
	MaxLength     *int              `json:"max_length"`
	MinItems      *int              `json:"min_items"`
	MaxItems      *int              `json:"max_items"`
	MaxPeriodDays int               `json:"max_period_days"`
	Constraint    string            `json:"constraint"`
	OneOf         []string          `json:"one_of"`
	Rules         []string          `json:"rules"`
	Filterable    *bool             `json:"filterable"`
	Sortable      *bool             `json:"sortable"`
	DefaultReply  *bool             `json:"default_reply"`
	Deprecated    bool              `json:"deprecated"`
	Source        string            `json:"source"`
	Notes         string            `json:"notes"`
	Ref           string            `json:"ref"`
	Values        string            `json:"values"`
	Fields        []*rawField       `json:"fields"`
}

// rawOperator is an operator of filters, with the types of values that it compares.
type rawOperator struct {
	Operator string   `json:"operator"`
	Types    []string `json:"types"`
}

type rawPagination struct {
	Style        string `json:"style"`
	Limit        string `json:"limit"`
	Offset       string `json:"offset"`
	LimitDefault int    `json:"limit_default"`
	LimitMax     int    `json:"limit_max"`
	OffsetMax    int    `json:"offset_max"`
	Total        string `json:"total"`
}

type rawName struct {
	Service    string  `json:"service"`
	Method     string  `json:"method"`
	ListAll    bool    `json:"list_all"`
	ParamsType *string `json:"params_type"`
	ResultType *string `json:"result_type"`
	AllMethod  string  `json:"all_method"`
}

type rawError struct {
	Code      int64           `json:"code"`
	Mnemonic  string          `json:"mnemonic"`
	Message   string          `json:"message"`
	Meaning   string          `json:"meaning"`
	Retryable bool            `json:"retryable"`
	Retry     string          `json:"retry"`
	Relogin   bool            `json:"relogin"`
	Notes     json.RawMessage `json:"notes"`
}

type rawErrors struct {
	DataAPI rawErrorLists `json:"data_api"`
	CallAPI rawErrorLists `json:"call_api"`
}

type rawErrorLists struct {
	CodeGroups []struct {
		Code    int64  `json:"code"`
		Meaning string `json:"meaning"`
	} `json:"code_groups"`
	Lists    map[string][]rawError `json:"lists"`
	ByMethod map[string][]rawError `json:"by_method"`
}

// load reads the inventory.
func load(read func(string) ([]byte, error)) (*inventory, error) {
	inv := &inventory{names: map[string]rawName{}, shared: map[string]string{}}
	l := &loader{read: read, inv: inv}
	l.operations()
	l.names()
	l.shapes()
	l.lenient("errors.json", &inv.errors)
	l.strict("glossary.json", &inv.glossary)
	return inv, l.err
}

type loader struct {
	read func(string) ([]byte, error)
	inv  *inventory
	err  error
}

func (l *loader) operations() {
	var header struct {
		Groups []struct {
			Group string `json:"group"`
			File  string `json:"file"`
		} `json:"groups"`
		Types struct {
			Operators []rawOperator `json:"operators"`
		} `json:"types"`
	}
	l.lenient("data_api.json", &header)
	l.inv.operators = header.Types.Operators
	for _, g := range header.Groups {
		var group rawGroup
		l.strict(g.File, &group)
		l.inv.groups = append(l.inv.groups, g.Group)
		l.inv.operations = append(l.inv.operations, group.Operations...)
	}
	var call struct {
		Operations json.RawMessage `json:"operations"`
	}
	l.lenient("call_api.json", &call)
	var operations []*rawOperation
	l.decode("call_api.json", call.Operations, &operations, true)
	for _, o := range operations {
		o.callAPI = true
	}
	l.inv.operations = append(l.inv.operations, operations...)
	if l.err == nil && len(l.inv.operations) == 0 {
		l.err = fmt.Errorf("the inventory has no operations")
	}
}

func (l *loader) names() {
	var file struct {
		DataAPI map[string]rawName `json:"data_api"`
		CallAPI map[string]rawName `json:"call_api"`
		Notes   json.RawMessage    `json:"_notes"`
	}
	l.strict("names.json", &file)
	for method, name := range file.DataAPI {
		l.inv.names[method] = name
	}
	for method, name := range file.CallAPI {
		name.Service = callService
		if short, ok := callMethods[name.Method]; ok {
			name.Method = short
		}
		l.inv.names["call_api."+method] = name
	}
}

// shapes reads which places have the shape of a shared type. Shapes embedded in
// larger objects say nothing about types.
func (l *loader) shapes() {
	data, err := l.read("shared_shapes.json")
	if err != nil {
		l.fail(err)
		return
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if _, err := dec.Token(); err != nil {
		l.fail(err)
		return
	}
	for dec.More() {
		name, err := dec.Token()
		var shape struct {
			Level  string   `json:"level"`
			UsedBy []string `json:"used_by"`
			See    string   `json:"see"`
		}
		if err == nil {
			err = dec.Decode(&shape)
		}
		if err != nil {
			l.fail(err)
			return
		}
		if shape.Level == "embedded" || shape.Level == "envelope" || shape.See != "" {
			continue
		}
		l.inv.shapes = append(l.inv.shapes, name.(string))
		for _, place := range shape.UsedBy {
			place = strings.Replace(place, "call_api:", "call_api.", 1)
			l.inv.shared[place] = name.(string)
		}
	}
}

func (l *loader) strict(name string, v any)  { l.file(name, v, true) }
func (l *loader) lenient(name string, v any) { l.file(name, v, false) }

func (l *loader) file(name string, v any, strict bool) {
	data, err := l.read(name)
	if err != nil {
		l.fail(err)
		return
	}
	l.decode(name, data, v, strict)
}

func (l *loader) decode(name string, data []byte, v any, strict bool) {
	dec := json.NewDecoder(bytes.NewReader(data))
	if strict {
		dec.DisallowUnknownFields()
	}
	if err := dec.Decode(v); err != nil {
		l.fail(fmt.Errorf("%s: %w", name, err))
	}
}

func (l *loader) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}
