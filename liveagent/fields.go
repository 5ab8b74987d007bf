package liveagent

import (
	"net/url"

	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// CustomField is one value of a custom field of a conversation or a customer. A
// field can have several.
type CustomField struct {
	// Code names the field.
	Code string `json:"code"`
	// Value is the value, always a text.
	Value string `json:"value"`
}

// CustomFields are values of custom fields. They are sent as JSON text in one
// form field.
type CustomFields []CustomField

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. No values are read in any
// spelling of an empty list, and one value without a list around it.
func (f *CustomFields) UnmarshalJSONFrom(dec *wire.Decoder) error {
	return readNested(dec, (*[]CustomField)(f))
}

// textCodec writes the JSON texts inside forms, which hold no times.
var textCodec = wire.NewCodec()

// EncodeValues implements the Encoder of query strings.
func (f CustomFields) EncodeValues(key string, values *url.Values) error {
	return encodeText(key, []CustomField(f), values)
}

// problem says what is wrong with the fields; empty if nothing is.
func (f CustomFields) problem() string {
	for _, field := range f {
		if field.Code == "" {
			return "a field without a code"
		}
	}
	return ""
}

// AddFieldsParams are values to add. To replace a value, delete it first: adding
// gives the field another one.
type AddFieldsParams struct {
	// CustomFields are the values; required.
	CustomFields CustomFields `url:"customfields,omitempty"`
}

func (p *AddFieldsParams) problem() string {
	if p == nil || len(p.CustomFields) == 0 {
		return "at least one field is required"
	}
	return p.CustomFields.problem()
}

// DeleteFieldsParams names the custom field whose values are deleted.
type DeleteFieldsParams struct {
	// Code names the field; required here, since LiveAgent deletes the values of
	// all fields without it. See DeleteAllFields.
	Code string `url:"code,omitempty"`
}

const codeRequired = "is required: without it LiveAgent deletes the values of all fields, which DeleteAllFields does on purpose"
