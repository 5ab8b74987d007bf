package proof_test

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// converted turns the rows of a vendor into what the tests compare.
func converted[T any](seq iter.Seq2[T, error], id func(T) string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for row, err := range seq {
			text := ""
			if err == nil {
				text = id(row)
			}
			if !yield(text, err) {
				return
			}
		}
	}
}

func records[T any](page *frontdesk.Page[T], err error, of func(T) record) ([]record, error) {
	if err != nil {
		return nil, err
	}
	list := make([]record, 0, len(page.Items))
	for _, item := range page.Items {
		list = append(list, of(item))
	}
	return list, nil
}

var made atomic.Int64

// newName is a name that no record has: some vendors refuse a second one.
func newName() string { return fmt.Sprintf("Grace %d", made.Add(1)) }

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func number(n int) string { return strconv.Itoa(n) }

var helpCrunch = subject{
	name: "helpcrunch", key: helpcrunchtest.APIKey, path: "/v1", limit: "minute", host: "https://api.example.com/v1",
	serve: func(tb testing.TB, rows int, opts ...frontdesktest.Option) server {
		srv := helpcrunchtest.NewServer(tb, append([]helpcrunchtest.Option{helpcrunchtest.WithoutSeed()}, opts...)...)
		for n := 1; n <= max(rows, 1); n++ {
			srv.AddCustomer(helpcrunch.Customer{ID: int64(n), Name: frontdesk.Some("Ada")})
		}
		return server{srv.Server, srv}
	},
	dial: func(base, key string, opts ...frontdesk.Option) (*client, error) {
		c, err := helpcrunch.New(key, append([]frontdesk.Option{frontdesk.WithBaseURL(base)}, opts...)...)
		if err != nil {
			return nil, err
		}
		return helpCrunchClient(c), nil
	},
	envelope:     func(record string) string { return record },
	listEnvelope: func(rows string) string { return `{"data":[` + rows + `]}` },
	idName:       "id", nameName: "name", rowID: number, idOf: number, pageSize: 100,
	add: func(s server, n int) {
		s.kit.(*helpcrunchtest.Server).AddCustomer(helpcrunch.Customer{ID: int64(n)})
	},
	remove: func(_ server, ctx context.Context, c *client, n int) error {
		return c.vendor.(*helpcrunch.Client).Customers.Delete(ctx, int64(n))
	},
}

func helpCrunchClient(c *helpcrunch.Client) *client {
	of := func(x helpcrunch.Customer) record { return record{decimal(x.ID), x.Name.Or("")} }
	return &client{
		vendor: c,
		calls: map[frontdesk.Class]call{
			safe: func(ctx context.Context, opts ...frontdesk.Option) error {
				_, err := c.Customers.Get(ctx, 1, opts...)
				return err
			},
			idempotent: func(ctx context.Context, opts ...frontdesk.Option) error {
				_, err := c.Customers.Update(ctx, 1, &helpcrunch.CustomerUpdateParams{Name: frontdesk.Some("Grace")}, opts...)
				return err
			},
			unsafe: func(ctx context.Context, opts ...frontdesk.Option) error {
				_, err := c.Customers.Create(ctx, &helpcrunch.CustomerCreateParams{Name: newName()}, opts...)
				return err
			},
		},
		operations: map[frontdesk.Class]string{safe: "customers.get", idempotent: "customers.update", unsafe: "customers.create"},
		get: func(ctx context.Context, opts ...frontdesk.Option) (record, error) {
			x, err := c.Customers.Get(ctx, 1, opts...)
			if err != nil {
				return record{}, err
			}
			return of(*x), nil
		},
		list: func(ctx context.Context, opts ...frontdesk.Option) ([]record, error) {
			page, err := c.Customers.List(ctx, nil, opts...)
			return records(page, err, of)
		},
		rows: func(ctx context.Context, size int, resume frontdesk.Cursor, opts ...frontdesk.Option) iter.Seq2[string, error] {
			params := &helpcrunch.CustomerListParams{Limit: size, Resume: resume}
			return converted(c.Customers.All(ctx, params, opts...), func(x helpcrunch.Customer) string { return decimal(x.ID) })
		},
		hatch: func(ctx context.Context, opts ...frontdesk.Option) error {
			return c.Do(ctx, "POST", "/things", nil, nil, opts...)
		},
		limits: c.Limits, close: c.Close,
	}
}

var salesMan = subject{
	name: "salesman", key: salesmantest.APIKey, host: "https://api.example.com",
	serve: func(tb testing.TB, rows int, opts ...frontdesktest.Option) server {
		srv := salesmantest.NewServer(tb, opts...)
		srv.AddCurrency(salesmantest.Currency{Name: "Euro", Rate: "1.1"})
		for range max(rows, 1) {
			srv.AddContact(salesmantest.Contact{Name: "Ada"})
		}
		return server{srv.Server, srv}
	},
	dial: func(base, key string, opts ...frontdesk.Option) (*client, error) {
		c, err := salesman.New(base, salesmantest.Login, key, append([]frontdesk.Option{frontdesk.WithLocation(time.UTC)}, opts...)...)
		if err != nil {
			return nil, err
		}
		return salesManClient(c), nil
	},
	envelope:     func(record string) string { return `{"data":` + record + `}` },
	listEnvelope: func(rows string) string { return `{"data":[` + rows + `],"count":1000}` },
	idName:       "pid", nameName: "person", rowID: number, idOf: number, pageSize: 200,
	add: func(s server, _ int) { s.kit.(*salesmantest.Server).AddContact(salesmantest.Contact{Name: "Ada"}) },
	remove: func(_ server, ctx context.Context, c *client, n int) error {
		_, err := c.vendor.(*salesman.Client).Contacts.DeleteUnchecked(ctx, int64(n))
		return err
	},
}

func salesManClient(c *salesman.Client) *client {
	return &client{
		vendor: c,
		calls: map[frontdesk.Class]call{
			safe: func(ctx context.Context, opts ...frontdesk.Option) error {
				_, err := c.Contacts.Get(ctx, 1, nil, opts...)
				return err
			},
			idempotent: func(ctx context.Context, opts ...frontdesk.Option) error {
				return c.Do(ctx, "currency", "update", map[string]any{"id": 1, "name": "Euro", "course": 1.5}, nil, opts...)
			},
			unsafe: func(ctx context.Context, opts ...frontdesk.Option) error {
				_, err := c.Contacts.Add(ctx, &salesman.ContactCreateParams{Name: newName()}, opts...)
				return err
			},
		},
		operations: map[frontdesk.Class]string{safe: "person.info", idempotent: "currency.update", unsafe: "person.add"},
		get: func(ctx context.Context, opts ...frontdesk.Option) (record, error) {
			x, err := c.Contacts.Get(ctx, 1, nil, opts...)
			if err != nil {
				return record{}, err
			}
			return record{decimal(x.ID), x.Name}, nil
		},
		list: func(ctx context.Context, opts ...frontdesk.Option) ([]record, error) {
			page, err := c.Contacts.List(ctx, nil, opts...)
			return records(page, err, func(x salesman.Contact) record { return record{decimal(x.ID), x.Name} })
		},
		rows: func(ctx context.Context, _ int, resume frontdesk.Cursor, opts ...frontdesk.Option) iter.Seq2[string, error] {
			params := &salesman.ContactListParams{Resume: resume, Direction: salesman.Ascending}
			return converted(c.Contacts.All(ctx, params, opts...), func(x salesman.Contact) string { return decimal(x.ID) })
		},
		hatch: func(ctx context.Context, opts ...frontdesk.Option) error {
			return c.Do(ctx, "person", "anything", nil, nil, opts...)
		},
		limits: c.Limits, close: c.Close,
	}
}

func liveAgentID(n int) string { return fmt.Sprintf("k%06d", n) }

var liveAgent = subject{
	name: "liveagent", key: liveagenttest.APIKey, path: "/api", limit: "minute", host: "https://api.example.com/api",
	serve: func(tb testing.TB, rows int, opts ...frontdesktest.Option) server {
		srv := liveagenttest.NewServer(tb, opts...)
		for n := 1; n <= max(rows, 1); n++ {
			srv.AddCustomer(liveagent.Customer{ContactID: liveAgentID(n), FirstName: "Ada"})
		}
		srv.AddTag(liveagent.Tag{ID: "t1", Name: "VIP"})
		return server{srv.Server, srv}
	},
	dial: func(base, key string, opts ...frontdesk.Option) (*client, error) {
		c, err := liveagent.New(base, key, append([]frontdesk.Option{frontdesk.WithLocation(time.UTC)}, opts...)...)
		if err != nil {
			return nil, err
		}
		return liveAgentClient(c), nil
	},
	envelope:     func(record string) string { return `{"response":` + record + `}` },
	listEnvelope: func(rows string) string { return `{"response":{"customers":[` + rows + `]}}` },
	idName:       "contactid", nameName: "firstname",
	rowID: func(n int) string { return strconv.Quote(liveAgentID(n)) }, idOf: liveAgentID, pageSize: 100,
	add: func(s server, n int) {
		s.kit.(*liveagenttest.Server).AddCustomer(liveagent.Customer{ContactID: liveAgentID(n)})
	},
}

func liveAgentClient(c *liveagent.Client) *client {
	of := func(x liveagent.Customer) record { return record{x.ContactID, x.FirstName} }
	return &client{
		vendor: c,
		calls: map[frontdesk.Class]call{
			safe: func(ctx context.Context, opts ...frontdesk.Option) error {
				_, err := c.Customers.Get(ctx, liveAgentID(1), opts...)
				return err
			},
			idempotent: func(ctx context.Context, opts ...frontdesk.Option) error {
				return c.Tags.Update(ctx, "t1", &liveagent.TagUpdateParams{Name: "gold"}, opts...)
			},
			unsafe: func(ctx context.Context, opts ...frontdesk.Option) error {
				_, err := c.Tags.Create(ctx, &liveagent.TagCreateParams{Name: newName()}, opts...)
				return err
			},
		},
		operations: map[frontdesk.Class]string{safe: "customers.get", idempotent: "tags.change", unsafe: "tags.add"},
		get: func(ctx context.Context, opts ...frontdesk.Option) (record, error) {
			x, err := c.Customers.Get(ctx, liveAgentID(1), opts...)
			if err != nil {
				return record{}, err
			}
			return of(*x), nil
		},
		list: func(ctx context.Context, opts ...frontdesk.Option) ([]record, error) {
			page, err := c.Customers.List(ctx, nil, opts...)
			return records(page, err, of)
		},
		rows: func(ctx context.Context, size int, resume frontdesk.Cursor, opts ...frontdesk.Option) iter.Seq2[string, error] {
			params := &liveagent.CustomerListParams{Limit: size, Resume: resume}
			return converted(c.Customers.All(ctx, params, opts...), func(x liveagent.Customer) string { return x.ContactID })
		},
		hatch: func(ctx context.Context, opts ...frontdesk.Option) error {
			return c.Do(ctx, "POST", "/things", nil, nil, opts...)
		},
		limits: c.Limits, close: c.Close,
	}
}

var coMagic = subject{
	name: "comagic", key: comagictest.Token, host: "https://api.example.com",
	serve: func(tb testing.TB, rows int, opts ...frontdesktest.Option) server {
		srv := comagictest.NewServer(tb, opts...)
		tags := make([]any, max(rows, 1))
		for i := range tags {
			tags[i] = coMagicTag(i + 1)
		}
		srv.Put("get.tags", tags...)
		return server{srv.Server, srv}
	},
	dial: func(base, key string, opts ...frontdesk.Option) (*client, error) {
		c, err := comagic.New(comagic.AccessToken(key), append([]frontdesk.Option{frontdesk.WithBaseURL(base)}, opts...)...)
		if err != nil {
			return nil, err
		}
		return coMagicClient(c), nil
	},
	envelope: func(record string) string {
		return `{"jsonrpc":"2.0","id":1,"result":{"data":[` + record + `],"metadata":{}}}`
	},
	listEnvelope: func(rows string) string {
		return `{"jsonrpc":"2.0","id":1,"result":{"data":[` + rows + `],"metadata":{"total_items":1000}}}`
	},
	idName: "id", nameName: "name", rowID: number, idOf: number, pageSize: 100,
	add: func(s server, n int) { s.kit.(*comagictest.Server).PutTags(coMagicTag(n)) },
	remove: func(_ server, ctx context.Context, c *client, n int) error {
		return c.vendor.(*comagic.Client).Tags.Delete(ctx, &comagic.DeleteTagsParams{ID: int64(n)})
	},
}

func coMagicTag(n int) comagic.Tag {
	created := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Second)
	return comagic.Tag{ID: int64(n), Name: fmt.Sprintf("tag %d", n), CreationDatetime: frontdesk.Some(created), IsSystem: frontdesk.Some(false)}
}

func coMagicClient(c *comagic.Client) *client {
	of := func(x comagic.Tag) record { return record{decimal(x.ID), x.Name} }
	return &client{
		vendor: c,
		calls: map[frontdesk.Class]call{
			safe: func(ctx context.Context, opts ...frontdesk.Option) error {
				_, err := c.Tags.List(ctx, nil, opts...)
				return err
			},
			idempotent: func(ctx context.Context, opts ...frontdesk.Option) error {
				return c.Tags.Update(ctx, &comagic.UpdateTagsParams{ID: 1, Name: frontdesk.Some("gold")}, opts...)
			},
			unsafe: func(ctx context.Context, opts ...frontdesk.Option) error {
				_, err := c.Tags.Create(ctx, &comagic.CreateTagsParams{Name: newName()}, opts...)
				return err
			},
		},
		operations: map[frontdesk.Class]string{safe: "get.tags", idempotent: "update.tags", unsafe: "create.tags"},
		get: func(ctx context.Context, opts ...frontdesk.Option) (record, error) {
			page, err := c.Tags.List(ctx, nil, opts...)
			if err != nil || len(page.Items) == 0 {
				return record{}, err
			}
			return of(page.Items[0]), nil
		},
		list: func(ctx context.Context, opts ...frontdesk.Option) ([]record, error) {
			page, err := c.Tags.List(ctx, nil, opts...)
			return records(page, err, of)
		},
		rows: func(ctx context.Context, size int, resume frontdesk.Cursor, opts ...frontdesk.Option) iter.Seq2[string, error] {
			params := &comagic.TagsParams{Limit: size, Resume: resume}
			return converted(c.Tags.All(ctx, params, opts...), func(x comagic.Tag) string { return decimal(x.ID) })
		},
		hatch: func(ctx context.Context, opts ...frontdesk.Option) error {
			return c.Call(ctx, "start.anything", nil, nil, opts...)
		},
		limits: c.Limits, close: c.Close,
	}
}
