package salesman

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// WithFieldCheck makes Create, CreateBatch and Update of clients, contacts and deals
// refuse a field that the account does not show, such as a Territory where the account
// hides it, or an input9 that it does not have. The server drops such a field and
// stores the others, and mostly says nothing of it.
//
// The account's fields are read with Fields before the first such write, are kept by
// the client, and are read again before a field is refused, so that one which was
// just made visible is taken. The error is [frontdesk.ErrInvalid] with the name on the
// wire as Field; nothing was written then. The plain calls, Unchecked, Add and Replace,
// are as they are. Clients only.
func WithFieldCheck() frontdesk.Option {
	return func(s *settings.Settings) {
		if s.ForVendor(vendor, "salesman.WithFieldCheck") && s.ForClient("salesman.WithFieldCheck") {
			settings.Put(s, &shownFields{})
		}
	}
}

// shownFields remembers what an account shows of each kind of record, by endpoint.
type shownFields struct {
	mu    sync.Mutex
	names map[string][]string
}

func (f *shownFields) of(endpoint string) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.names[endpoint]
}

func (f *shownFields) keep(endpoint string, names []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.names == nil {
		f.names = map[string][]string{}
	}
	f.names[endpoint] = names
}

// fieldGuide tells the fields of a kind of record.
type fieldGuide struct {
	endpoint string
	read     func(context.Context, ...frontdesk.Option) ([]string, error)
	// stored are the parameters that the server takes whatever the account shows.
	stored []string
}

func (s *ClientsService) fieldGuide() fieldGuide {
	return fieldGuide{endpoint: "client", read: namesFrom(s.Fields), stored: []string{"title", "uid", "type", "user", "date_create", "recv"}}
}

func (s *ContactsService) fieldGuide() fieldGuide {
	read := func(ctx context.Context, opts ...frontdesk.Option) ([]string, error) {
		fields, err := s.Fields(ctx, opts...)
		if err != nil {
			return nil, err
		}
		return fields.Names(), nil
	}
	return fieldGuide{endpoint: "person", read: read, stored: []string{
		"person", "clid", "user", "iduser", "mperson", "did", "clientpath", "loyalty", "socials",
		"blog", "mysite", "twitter", "icq", "skype", "google", "yandex", "mykrug",
	}}
}

func (s *DealsService) fieldGuide() fieldGuide {
	return fieldGuide{endpoint: "deal", read: namesFrom(s.Fields), stored: []string{
		"title", "uid", "clid", "user", "step", "kol", "summa", "marga", "datum_start", "datum_end", "pid", "pid_list", "coid1", "speka",
	}}
}

func namesFrom(titles func(context.Context, ...frontdesk.Option) (map[string]string, error)) func(context.Context, ...frontdesk.Option) ([]string, error) {
	return func(ctx context.Context, opts ...frontdesk.Option) ([]string, error) {
		fields, err := titles(ctx, opts...)
		return slices.Collect(maps.Keys(fields)), err
	}
}

// requireFields makes sure, with [WithFieldCheck], that the account shows the fields
// of a write but for those in also. at is the place of params in a list.
func (c *Client) requireFields(ctx context.Context, op *transport.Operation, guide fieldGuide, at string, params any, opts []frontdesk.Option, also ...string) error {
	if c.shownFields == nil {
		return nil
	}
	data, err := c.codec.Marshal(params)
	if err != nil {
		return c.core.Invalid(op.ID, "params", err)
	}
	var sent map[string]json.RawMessage
	if err := plainCodec.Unmarshal(data, &sent); err != nil {
		return c.core.Invalid(op.ID, "params", err)
	}
	hidden := func() string {
		shown := c.shownFields.of(guide.endpoint)
		for _, name := range slices.Sorted(maps.Keys(sent)) {
			if !slices.Contains(guide.stored, name) && !slices.Contains(also, name) && !slices.Contains(shown, name) {
				return name
			}
		}
		return ""
	}
	if hidden() == "" {
		return nil
	}
	names, err := guide.read(ctx, opts...)
	if err != nil {
		return err
	}
	c.shownFields.keep(guide.endpoint, names)
	if name := hidden(); name != "" {
		return c.core.InvalidArgument(op, at+name, "the account does not show this field, so the server would not store it; see Fields")
	}
	return nil
}

// requireFieldsOfAll is requireFields for the items of a list.
func requireFieldsOfAll[T any](ctx context.Context, c *Client, op *transport.Operation, guide fieldGuide, list string, items []T, opts []frontdesk.Option, also ...string) error {
	for i := range items {
		if err := c.requireFields(ctx, op, guide, fmt.Sprintf("%s.%d.", list, i), &items[i], opts, also...); err != nil {
			return err
		}
	}
	return nil
}
