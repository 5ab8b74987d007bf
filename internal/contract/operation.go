package contract

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Class says how an operation may be repeated.
type Class string

// The classes of operations.
const (
	Safe       Class = "safe"       // reads
	Idempotent Class = "idempotent" // writes that set a value, so that a repeat changes nothing more
	Unsafe     Class = "unsafe"     // all other writes
)

// Place is where a parameter travels.
type Place string

// The places of parameters.
const (
	InPath   Place = "path"
	InQuery  Place = "query"
	InForm   Place = "form"
	InBody   Place = "body" // JSON body; for JSON-RPC the params object
	InHeader Place = "header"
)

// An Operation is one call of a vendor's API.
type Operation struct {
	Vendor string
	// ID is unique within the vendor: the inventory's id ("customers.get"); for CoMagic the RPC method
	// ("get.calls_report"), with the prefix "call_api." for the Call API ("call_api.hold.call").
	ID string
	// VendorID is the id in the inventory file. It differs from ID for CoMagic only ("calls_report.get").
	VendorID string
	Group    string
	Summary  string

	Method    string // HTTP method
	Path      string // path template below the base address ("/customers/{customer_id}")
	RPCMethod string // CoMagic: the member "method" of the request
	Action    string // SalesMan: the parameter "action"
	// MethodsAccepted are further HTTP methods that the server takes (SalesMan).
	MethodsAccepted []string

	Class Class
	// UnsafeWith names parameters that make a repeat of an idempotent operation write twice.
	UnsafeWith []string

	Params   []*Field
	Response Response
	Errors   []OpError
	// SilentFailures are answers that look like success and are none (SalesMan).
	SilentFailures []SilentFailure
	// CrashAfterWrite: the server stores and then answers with a crash page (SalesMan).
	CrashAfterWrite bool

	SuccessStatus int // HTTP status of success; 200 where the inventory does not say
	Pagination    *Pagination
	Weight        int // CoMagic: points; 0 where not documented

	// Later marks operations that only later servers have (LiveAgent).
	Later          bool
	AvailableSince string
	WithdrawnIn    string
	Deprecated     bool

	Provenance string
	DocPage    string
	Notes      []string

	Examples   []Example
	Recordings []string // names for [Recordings], without folder (SalesMan)

	raw rawOperation
}

// isPage reports whether the inventory describes a page for browsers: SalesMan's calls all have an action.
func (op *Operation) isPage() bool { return op.Vendor == SalesMan && op.Action == "" }

// String returns vendor and id ("helpcrunch customers.get").
func (op *Operation) String() string { return op.Vendor + " " + op.ID }

// Param returns the top-level parameter of that name, or nil.
func (op *Operation) Param(name string) *Field { return findField(op.Params, name) }

// Requests returns the example requests.
func (op *Operation) Requests() []Example { return op.examples(true, 0) }

// Replies returns the example replies of that HTTP status; status 0 returns all replies.
func (op *Operation) Replies(status int) []Example { return op.examples(false, status) }

// Successes returns the example replies that report success.
func (op *Operation) Successes() []Example {
	var found []Example
	for _, e := range op.Examples {
		if !e.Request && !e.Failed {
			found = append(found, e)
		}
	}
	return found
}

func (op *Operation) examples(request bool, status int) []Example {
	var found []Example
	for _, e := range op.Examples {
		if e.Request == request && (status == 0 || e.Status == status) {
			found = append(found, e)
		}
	}
	return found
}

// Kind returns the kind of the documented error with that code. Where one code has several meanings, the entry whose
// text prefix fits the text wins, then the first entry without a prefix. For CoMagic the code is the mnemonic.
func (op *Operation) Kind(code, text string) (kind string, ok bool) {
	for _, e := range op.Errors {
		if !e.hasCode(code) {
			continue
		}
		if e.TextPrefix != "" {
			if strings.HasPrefix(text, e.TextPrefix) {
				return e.Kind, true
			}
			continue
		}
		if !ok {
			kind, ok = e.Kind, true
		}
	}
	return kind, ok
}

// A Field is a parameter or a reply field, with everything below it.
type Field struct {
	// Name on the wire. "*" stands for any key of an open map, "inputN" for input1, input2, …, "FIELD" and "COLUMN" for
	// any field of SalesMan's fields(); see [Field.Placeholder].
	Name string `json:"name"`
	Doc  string `json:"doc"`
	In   Place  `json:"in"`
	// Type is string, integer, number, boolean, enum, timestamp (Unix seconds), datetime, date, opdatetime
	// (LiveAgent's operator:value), object, map, any, unknown (only null was seen) or array<T> of these.
	Type string `json:"type"`
	// Also and SeenTypes are further types that were documented or seen.
	Also      []string `json:"also"`
	SeenTypes []string `json:"seen_types"`

	Required   bool   `json:"required"`
	RequiredIf string `json:"required_if"`
	// Nullable is nil where the inventory does not say.
	Nullable *bool `json:"nullable"`
	NullSeen bool  `json:"null_seen"`
	// Optional: absent on some accounts.
	Optional bool `json:"optional"`

	Enum     Texts             `json:"enum"`
	OpenEnum bool              `json:"open_enum"`
	EnumDocs map[string]string `json:"enum_docs"`
	EnumRef  string            `json:"enum_ref"`
	// Aliases are other spellings: of the values where Enum is given, else of the name.
	Aliases []string `json:"aliases"`
	AliasOf string   `json:"alias_of"`

	Fields []*Field `json:"fields"`
	// Values is the type of a map's values.
	Values string `json:"values"`
	// Ref names a type of the vendor's own that the field has: filter or sort.
	Ref string `json:"ref"`
	// JSONType is the type of the JSON text inside a form field (LiveAgent).
	JSONType string `json:"json_type"`
	// Multiple "comma": several values joined by commas.
	Multiple string `json:"multiple"`

	Default       json.RawMessage `json:"default"`
	DefaultColumn *bool           `json:"default_column"`
	DefaultReply  *bool           `json:"default_reply"`
	Format        string          `json:"format"`
	Pattern       string          `json:"pattern"`
	NumberKind    string          `json:"number_kind"`
	Min           *float64        `json:"min"`
	Max           *float64        `json:"max"`
	MinLength     *int            `json:"min_length"`
	MaxLength     *int            `json:"max_length"`
	MinItems      *int            `json:"min_items"`
	MaxItems      *int            `json:"max_items"`
	MaxPeriodDays int             `json:"max_period_days"`
	Constraint    string          `json:"constraint"`
	OneOf         []string        `json:"one_of"`
	Rules         []string        `json:"rules"`

	OperatorsByType map[string][]string `json:"operators_by_type"`
	ValueTypes      map[string]string   `json:"value_types"`

	Filterable *bool `json:"filterable"`
	Sortable   *bool `json:"sortable"`

	Deprecated      bool   `json:"deprecated"`
	Since           string `json:"since"`
	SinceProvenance string `json:"since_provenance"`
	Provenance      string `json:"provenance"`
	Source          string `json:"source"`
	Notes           Texts  `json:"notes"`

	// stands holds the names that FIELD and COLUMN stand for.
	stands map[string]bool

	// Minimum and Maximum are a second spelling of Min and Max in the files; Load folds them into those.
	Minimum *float64 `json:"minimum"`
	Maximum *float64 `json:"maximum"`
}

// Child returns the field below f that a key of that name belongs to, or nil.
func (f *Field) Child(name string) *Field {
	if f == nil {
		return nil
	}
	return findField(f.Fields, name)
}

// MayBeNull reports whether null is a documented or seen value.
func (f *Field) MayBeNull() bool {
	return f.NullSeen || f.Nullable != nil && *f.Nullable || f.Type == "unknown" || contains(f.SeenTypes, "null")
}

// Elem returns T of array<T>, or "" for other types.
func (f *Field) Elem() string { return elemType(f.Type) }

// IsTime reports whether values of f are instants or days.
func (f *Field) IsTime() bool {
	switch f.Type {
	case "timestamp", "datetime", "date":
		return true
	}
	return false
}

// IsNumber reports whether values of f are numbers.
func (f *Field) IsNumber() bool { return f.Type == "integer" || f.Type == "number" }

func elemType(t string) string {
	if inner, ok := strings.CutPrefix(t, "array<"); ok {
		return strings.TrimSuffix(inner, ">")
	}
	return ""
}

// findField finds a field by name, then by alias of the name, by the number pattern, as one that FIELD stands for, and
// by the wildcard.
func findField(fields []*Field, name string) *Field {
	var wildcard *Field
	for _, f := range fields {
		if f.Name == name {
			return f
		}
		if f.Name == "*" {
			wildcard = f
		}
	}
	for _, f := range fields {
		if len(f.Enum) == 0 && contains(f.Aliases, name) || f.numbered(name) {
			return f
		}
	}
	for _, f := range fields {
		if f.takes(name) {
			return f
		}
	}
	return wildcard
}

// A Response describes the answer of success.
type Response struct {
	Kind     string `json:"kind"`      // object, list, map, scalar, status or empty
	KindAlso string `json:"kind_also"` // another form to accept
	// Envelope is the path to the payload: "data", "result.data", "" for the whole answer.
	Envelope             string   `json:"envelope"`
	EnvelopeAlternatives []string `json:"envelope_alternatives"`
	SeenEnvelope         []string `json:"seen_envelope"`
	Fields               []*Field `json:"fields"`
	// Siblings are the documented members beside the payload.
	Siblings       []*Field `json:"siblings"`
	EnvelopeFields []*Field `json:"envelope_fields"`
	Model          string   `json:"model"`
	FieldsDoc      string   `json:"fields_doc"`
	Doc            string   `json:"doc"`
	Inferred       bool     `json:"inferred"`
	// NumberForms are the JSON types in which the numbers of the answer may come (LiveAgent's reports).
	NumberForms []string `json:"number_forms"`
}

// An OpError is one documented error of an operation.
type OpError struct {
	Status int
	// Code as text: symbolic, or a number; for CoMagic the JSON-RPC code, with the mnemonic beside it; "" for an
	// error that is told by text alone (SalesMan).
	Code     string
	Mnemonic string
	Kind     string
	Meaning  string
	Message  string // text as sent, where known
	// TextPrefix: the entry applies only if the error text begins so.
	TextPrefix string
	// KindIfNotAlone replaces Kind when other errors stand in the same answer (HelpCrunch).
	KindIfNotAlone string
	Source         string // where the entry comes from: doc, server, both; for CoMagic the list
	// KindInferred: the kind comes from the table in this package, not from the vendor's inventory.
	KindInferred bool
	Retryable    bool
	// Relogin: a session key may have expired; log in again (CoMagic).
	Relogin bool
}

func (e OpError) hasCode(code string) bool {
	if e.Mnemonic != "" {
		return e.Mnemonic == code
	}
	return e.Code == code
}

// A SilentFailure is an answer of a success's form that means failure.
type SilentFailure struct {
	Sign       string `json:"sign"`
	Meaning    string `json:"meaning"`
	Kind       string `json:"kind"`
	Detectable bool   `json:"detectable"`
}

// Pagination says how a list is paged.
type Pagination struct {
	Style        string
	OffsetParam  string
	LimitParam   string
	DefaultLimit int
	MaxLimit     int
	MaxOffset    int
	PageSize     int // fixed rows a page, where the caller cannot choose
	FirstPage    int
	TotalAt      string // path of the total in the answer; "" where there is none
	Provenance   string
}

// Texts is a list of texts that the files write as a text, a number, or a list of these.
type Texts []string

// UnmarshalJSON reads any of the written forms.
func (t *Texts) UnmarshalJSON(data []byte) error {
	var v any
	if err := unmarshalNumber(data, &v); err != nil {
		return err
	}
	*t = nil
	switch v := v.(type) {
	case nil:
	case []any:
		for _, e := range v {
			*t = append(*t, fmt.Sprint(e))
		}
	case string:
		if v != "" {
			*t = Texts{v}
		}
	default:
		*t = Texts{fmt.Sprint(v)}
	}
	return nil
}

func contains(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}
