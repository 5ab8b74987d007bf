package salesman

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// ContactFields are the active fields of contacts: which ones an account has
// depends on its form settings.
type ContactFields struct {
	// Titles are the names that users see, by the name on the wire.
	Titles map[string]string
	// Socials are the titles of the social contacts. Older servers have them in
	// Titles.
	Socials map[string]string
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (f *ContactFields) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	*f = ContactFields{Titles: map[string]string{}}
	if wire.Blank(raw) {
		return nil
	}
	var members map[string]json.RawMessage
	if err := wire.DecodeWithin(dec, raw, &members); err != nil {
		return err
	}
	for name, member := range members {
		if name != "social" || member[0] != '{' {
			f.Titles[name] = wire.Text(member)
			continue
		}
		if err := wire.DecodeWithin(dec, member, &f.Socials); err != nil {
			return err
		}
	}
	return nil
}

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (f ContactFields) MarshalJSONTo(enc *wire.Encoder) error {
	members := make(map[string]any, len(f.Titles)+1)
	for name, title := range f.Titles {
		members[name] = title
	}
	if len(f.Socials) > 0 {
		members["social"] = f.Socials
	}
	return wire.Encode(enc, members)
}

// Names returns the names on the wire, sorted.
func (f *ContactFields) Names() []string {
	names := make([]string, 0, len(f.Titles))
	for name := range f.Titles {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

var opContactsFields = &transport.Operation{
	ID: "person.fields", Method: http.MethodPost, Path: "/person", Class: frontdesk.ClassSafe,
}

// Fields returns the active fields of contacts with their titles.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized].
//
// SalesMan docs: person, fields
//
// Operation: person.fields, safe.
//
//frontdesk:op salesman person.fields
func (s *ContactsService) Fields(ctx context.Context, opts ...frontdesk.Option) (*ContactFields, error) {
	var reply struct {
		Data ContactFields `json:"data"`
	}
	if _, err := s.client.do(ctx, request{op: opContactsFields, out: &reply}, opts); err != nil {
		return nil, err
	}
	return &reply.Data, nil
}
