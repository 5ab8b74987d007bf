// Package fakevendor is a small client in the module's conventions, for the tests of the contract tools. It speaks a
// part of HelpCrunch, correctly, or with one fault of each sort when asked.
package fakevendor

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
)

// Option is a call option.
type Option func()

// Opt is an optional value in the form of the root package's.
type Opt[T any] struct {
	value T
	state int
}

// Some returns a set value.
func Some[T any](v T) Opt[T] { return Opt[T]{v, 2} }

// Get returns the value and whether there is one.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == 2 }

// IsNull reports null.
func (o Opt[T]) IsNull() bool { return o.state == 1 }

// IsZero reports absence.
func (o Opt[T]) IsZero() bool { return o.state == 0 }

// MarshalJSON writes the value or null.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != 2 {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON reads the value or null.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		o.state = 1
		return nil
	}
	o.state = 2
	return json.Unmarshal(data, &o.value)
}

// Client is the fake's client.
type Client struct {
	Customers *CustomersService
	Agents    *AgentsService
	rt        http.RoundTripper
	faulty    bool
}

// New makes a client; a faulty one violates the inventory.
func New(rt http.RoundTripper, faulty bool) *Client {
	c := &Client{rt: rt, faulty: faulty}
	c.Customers = &CustomersService{c}
	c.Agents = &AgentsService{c}
	return c
}

func (c *Client) send(ctx context.Context, method, path string, query url.Values, body any) error {
	var data []byte
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return err
		}
	}
	target := "https://api.example.com/v1" + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(data))
	if err != nil {
		return err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.rt.RoundTrip(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// CustomersService is a service.
type CustomersService struct{ c *Client }

// CustomerListParams are query parameters.
type CustomerListParams struct {
	Sort   string `url:"sort,omitempty"`
	Order  string `url:"order,omitempty"`
	Limit  int    `url:"limit,omitempty"`
	Offset int    `url:"offset,omitempty"`
	Resume string `url:"-"`
}

// List returns customers.
//
//frontdesk:op helpcrunch customers.list
func (s *CustomersService) List(ctx context.Context, p *CustomerListParams, _ ...Option) error {
	query := url.Values{}
	if p != nil {
		for name, value := range map[string]string{"sort": p.Sort, "order": p.Order} {
			if value != "" {
				query.Set(name, value)
			}
		}
		if p.Limit != 0 {
			query.Set("limit", fmt.Sprint(p.Limit))
		}
		if p.Offset != 0 && !s.c.faulty {
			query.Set("offset", fmt.Sprint(p.Offset))
		}
	}
	if s.c.faulty {
		query.Set("page", "1")
	}
	return s.c.send(ctx, http.MethodGet, "/customers", query, nil)
}

// All walks the pages.
//
//frontdesk:uses helpcrunch customers.list
func (s *CustomersService) All(ctx context.Context, p *CustomerListParams) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) { yield(0, s.List(ctx, p)) }
}

// Get returns one customer.
//
//frontdesk:op helpcrunch customers.get
func (s *CustomersService) Get(ctx context.Context, id int64, _ ...Option) error {
	method := http.MethodGet
	if s.c.faulty {
		method = http.MethodPost
	}
	return s.c.send(ctx, method, fmt.Sprintf("/customers/%d", id), nil, nil)
}

// Tag is a tag.
type Tag struct {
	Name  string      `json:"name"`
	Color Opt[string] `json:"color,omitzero"`
}

// AddTagsParams are body parameters.
type AddTagsParams struct {
	Tags []Tag `json:"tags"`
}

// AddTags adds tags.
//
//frontdesk:op helpcrunch customers.tag
func (s *CustomersService) AddTags(ctx context.Context, id int64, p *AddTagsParams, _ ...Option) error {
	if s.c.faulty {
		return s.c.send(ctx, http.MethodPut, fmt.Sprintf("/customers/%d/tags", id), nil, map[string]any{"tags": []any{map[string]any{"name": 5}}})
	}
	return s.c.send(ctx, http.MethodPut, fmt.Sprintf("/customers/%d/tags", id), nil, p)
}

// AgentsService is a service.
type AgentsService struct{ c *Client }

// ReadParams are body parameters.
type ReadParams struct {
	ID   Opt[int64] `json:"id,omitzero"`
	Read bool       `json:"read"`
}

// MarkRead marks a chat.
//
//frontdesk:op helpcrunch chats.mark_read
func (s *AgentsService) MarkRead(ctx context.Context, p *ReadParams, _ ...Option) error {
	if s.c.faulty {
		return fmt.Errorf("refused")
	}
	return s.c.send(ctx, http.MethodPut, "/chats/read", nil, p)
}
