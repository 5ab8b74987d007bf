package salesman_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// echo answers everything with a body that can be set.
type echo struct{ body string }

func (e *echo) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(e.body)),
	}, nil
}

// FuzzReplies: whatever the server answers, a method returns records with ids or an
// error of ours that has a kind, and never panics.
func FuzzReplies(f *testing.F) {
	for _, reply := range oddReplies {
		if len(reply.body) < 1000 {
			f.Add(reply.body)
		}
	}
	for _, rec := range contract.Recordings() {
		switch rec.Operation {
		case "client.list", "client.add_list", "task.info", "price.list", "entry.list", "deal.info", "person.info", "history.delete":
			f.Add(rec.Response.BodyRaw)
		}
	}
	link := new(echo)
	sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000",
		frontdesk.NoRetry(), frontdesk.WithHTTPClient(&http.Client{Transport: link}))
	if err != nil {
		f.Fatal(err)
	}
	defer sm.Close()
	f.Fuzz(func(t *testing.T, body string) {
		link.body = body
		check := func(call string, err error, ids ...int64) {
			if err == nil {
				for _, id := range ids {
					if id <= 0 {
						t.Fatalf("%s: a success with the id %d", call, id)
					}
				}
				return
			}
			e, ok := errors.AsType[*frontdesk.Error](err)
			if !ok || e.Kind == "" || e.Sent == frontdesk.SentNo {
				t.Fatalf("%s: %#v", call, err)
			}
		}
		clients, err := sm.Clients.List(t.Context(), nil)
		check("clients", err, idsOf(clients, func(c salesman.ClientRecord) int64 { return c.ID })...)
		prices, err := sm.Price.List(t.Context(), nil)
		check("prices", err, idsOf(prices, func(p salesman.PriceItem) int64 { return p.ID })...)
		entries, err := sm.Entries.List(t.Context(), nil)
		check("entries", err, idsOf(entries, func(e salesman.Entry) int64 { return e.ID })...)
		deal, err := sm.Deals.Info(t.Context(), 7, nil)
		check("deal", err)
		if err == nil && deal == nil {
			t.Fatal("neither deal nor error")
		}
		contact, err := sm.Contacts.Get(t.Context(), 7, nil)
		if err == nil {
			check("contact", nil, contact.ID)
		}
		check("contact", err)
		made, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "x"})
		if err == nil {
			check("create", nil, made.ID)
		}
		check("create", err)
		_, err = sm.Activities.Delete(t.Context(), 7)
		check("delete", err)
		results, err := sm.Clients.CreateBatch(t.Context(), []salesman.ClientCreateParams{{Title: "x"}, {Title: "y"}})
		check("batch", err)
		if err == nil && len(results) != 2 {
			t.Fatalf("%d results for 2 items", len(results))
		}
		for _, r := range results {
			check("item", r.Err, r.ID)
			if r.Err != nil && r.ID != 0 {
				t.Fatalf("item %d failed", r.ID)
			}
		}
	})
}

func idsOf[T any](page *frontdesk.Page[T], id func(T) int64) (ids []int64) {
	if page == nil {
		return nil
	}
	for _, row := range page.Items {
		ids = append(ids, id(row))
	}
	return ids
}
