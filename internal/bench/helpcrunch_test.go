package bench

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

const baseURL = "http://127.0.0.1"

var rawCustomer = rawType(reflect.TypeFor[helpcrunch.Customer](), reflect.TypeFor[int64](), "json")

// wide is an allowance that no benchmark uses up.
var wide = frontdesk.WithWindow(1<<30, time.Second)

func helpcrunchClient(b testing.TB, rt http.RoundTripper, opts ...frontdesk.Option) *helpcrunch.Client {
	opts = append([]frontdesk.Option{frontdesk.WithHTTPClient(&http.Client{Transport: rt}), frontdesk.WithBaseURL(baseURL), wide}, opts...)
	hc, err := helpcrunch.New("test-api-key", opts...)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = hc.Close() })
	return hc
}

func seedCustomer() []byte {
	return contract.ExampleFile("helpcrunch", "customers.get.200.json")
}

func customersPage(n, total int) []byte {
	var buf bytes.Buffer
	fmt.Fprintf(&buf, `{"total":%d,"data":[`, total)
	for i := range n {
		if i > 0 {
			buf.WriteByte(',')
		}
		buf.Write(bytes.Replace(seedCustomer(), []byte("8737843"), fmt.Appendf(nil, "%d", 8737843+i), 1))
	}
	buf.WriteString(`]}`)
	return buf.Bytes()
}

func BenchmarkObject(b *testing.B) {
	reply := &canned{status: 200, contentType: "application/json", body: seedCustomer()}
	b.Run("memory", func(b *testing.B) { object(b, reply, baseURL) })
	b.Run("memory/WithTimeout", func(b *testing.B) { object(b, reply, baseURL, frontdesk.WithTimeout(time.Minute)) })
	b.Run("loopback", func(b *testing.B) {
		srv := httptest.NewServer(reply)
		defer srv.Close()
		object(b, http.DefaultTransport, srv.URL, frontdesk.WithBaseURL(srv.URL))
	})
}

func object(b *testing.B, rt http.RoundTripper, url string, opts ...frontdesk.Option) {
	hc := helpcrunchClient(b, rt, opts...)
	client := &http.Client{Transport: rt, Timeout: 30 * time.Second}
	ctx := context.Background()
	compare(b, func() {
		rawCall(b, client, "GET", url+"/customers/8737843", nil, reflect.New(rawCustomer).Interface())
	}, func() {
		if _, err := hc.Customers.Get(ctx, 8737843); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkBareCall is a call whose reply is next to nothing: what the core
// itself adds.
func BenchmarkBareCall(b *testing.B) {
	reply := &canned{status: 200, contentType: "application/json", body: []byte(`{"id":1}`)}
	object(b, reply, baseURL)
}

func BenchmarkObject64Goroutines(b *testing.B) {
	reply := &canned{status: 200, contentType: "application/json", body: seedCustomer()}
	hc := helpcrunchClient(b, reply)
	client := &http.Client{Transport: reply, Timeout: 30 * time.Second}
	ctx := context.Background()
	crowd := func(f func()) func() {
		return func() {
			var wg sync.WaitGroup
			for range 64 {
				wg.Go(func() {
					for range 8 {
						f()
					}
				})
			}
			wg.Wait()
		}
	}
	compare(b, crowd(func() {
		rawCall(b, client, "GET", baseURL+"/customers/8737843", nil, reflect.New(rawCustomer).Interface())
	}), crowd(func() {
		if _, err := hc.Customers.Get(ctx, 8737843); err != nil {
			b.Error(err)
		}
	}))
}

// overBoth runs a benchmark in memory and over a loopback socket.
func overBoth(b *testing.B, reply *canned, run func(b *testing.B, rt http.RoundTripper, url string, opts ...frontdesk.Option)) {
	b.Run("memory", func(b *testing.B) { run(b, reply, baseURL) })
	b.Run("loopback", func(b *testing.B) {
		srv := httptest.NewServer(reply)
		defer srv.Close()
		run(b, http.DefaultTransport, srv.URL, frontdesk.WithBaseURL(srv.URL))
	})
}

func BenchmarkPageOf200(b *testing.B) {
	reply := &canned{status: 200, contentType: "application/json", body: customersPage(200, 200)}
	overBoth(b, reply, func(b *testing.B, rt http.RoundTripper, url string, opts ...frontdesk.Option) {
		hc := helpcrunchClient(b, rt, opts...)
		client := &http.Client{Transport: rt, Timeout: 30 * time.Second}
		page := rawPage()
		ctx := context.Background()
		compare(b, func() {
			rawCall(b, client, "GET", url+"/customers?limit=100", nil, reflect.New(page).Interface())
		}, func() {
			got, err := hc.Customers.List(ctx, &helpcrunch.CustomerListParams{Limit: 100})
			if err != nil || len(got.Items) != 200 {
				b.Fatal(err)
			}
		})
	})
}

func rawPage() reflect.Type {
	return reflect.StructOf([]reflect.StructField{
		{Name: "Total", Type: reflect.TypeFor[int](), Tag: `json:"total"`},
		{Name: "Data", Type: reflect.SliceOf(rawCustomer), Tag: `json:"data"`},
	})
}

// pager serves 100 pages of 100 customers.
type pager struct {
	latency time.Duration
	page    []byte
}

func (p *pager) RoundTrip(r *http.Request) (*http.Response, error) {
	reply := canned{status: 200, contentType: "application/json", body: p.page, latency: p.latency}
	return reply.RoundTrip(r)
}

func Benchmark100Pages(b *testing.B) {
	for _, latency := range []time.Duration{0, 20 * time.Millisecond} {
		for _, prefetch := range []int{0, 4} {
			b.Run(fmt.Sprintf("latency=%v/prefetch=%d", latency, prefetch), func(b *testing.B) {
				hundredPages(b, latency, prefetch)
			})
		}
	}
}

func hundredPages(b *testing.B, latency time.Duration, prefetch int) {
	serve := &pager{latency: latency, page: customersPage(100, 10000)}
	ids := &renumbering{pager: serve}
	hc := helpcrunchClient(b, ids)
	client := &http.Client{Transport: serve, Timeout: 30 * time.Second}
	page := rawPage()
	ctx := context.Background()
	compare(b, func() {
		for i := range 100 {
			rawCall(b, client, "GET", fmt.Sprintf("%s/customers?limit=100&offset=%d", baseURL, i*100), nil, reflect.New(page).Interface())
		}
	}, func() {
		n := 0
		for _, err := range hc.Customers.All(ctx, nil, frontdesk.WithPrefetch(prefetch)) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 10000 {
			b.Fatal(n)
		}
	})
}

// renumbering gives each page ids of its own, as a server would: an iterator
// drops rows that it has seen.
type renumbering struct {
	*pager
	mu    sync.Mutex
	pages map[string][]byte
}

func (r *renumbering) RoundTrip(req *http.Request) (*http.Response, error) {
	key := req.URL.Query().Get("offset")
	r.mu.Lock()
	if r.pages == nil {
		r.pages = map[string][]byte{}
	}
	page, ok := r.pages[key]
	if !ok {
		page = bytes.ReplaceAll(r.page, []byte(`"id": 87`), fmt.Appendf(nil, `"id": %d87`, 1+len(r.pages)))
		r.pages[key] = page
	}
	r.mu.Unlock()
	reply := canned{status: 200, contentType: "application/json", body: page, latency: r.latency}
	return reply.RoundTrip(req)
}

// newCustomer is what a hand-written client would send.
type newCustomer struct {
	Name  string   `json:"name,omitempty"`
	Email string   `json:"email,omitempty"`
	Notes string   `json:"notes,omitempty"`
	Tags  []newTag `json:"tags,omitempty"`
}

type newTag struct {
	Name string `json:"name"`
}

func BenchmarkWrite(b *testing.B) {
	reply := &canned{status: 201, contentType: "application/json", body: seedCustomer()}
	overBoth(b, reply, func(b *testing.B, rt http.RoundTripper, url string, opts ...frontdesk.Option) {
		hc := helpcrunchClient(b, rt, opts...)
		client := &http.Client{Transport: rt, Timeout: 30 * time.Second}
		ctx := context.Background()
		compare(b, func() {
			in := newCustomer{"Cindy Mindy", "cindy@example.com", "a note", []newTag{{"lead"}}}
			rawCall(b, client, "POST", url+"/customers", in, reflect.New(rawCustomer).Interface())
		}, func() {
			_, err := hc.Customers.Create(ctx, &helpcrunch.CustomerCreateParams{
				Name: "Cindy Mindy", Email: "cindy@example.com", Notes: "a note", Tags: []helpcrunch.Tag{{Name: "lead"}},
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	})
}

func BenchmarkNotFound(b *testing.B) {
	reply := &canned{status: 404, contentType: "application/json", body: contract.ExampleFile("helpcrunch", "customers.get.404.json")}
	hc := helpcrunchClient(b, reply)
	client := &http.Client{Transport: reply, Timeout: 30 * time.Second}
	ctx := context.Background()
	compare(b, func() {
		if err := rawError(b, client, baseURL+"/customers/1"); err == nil {
			b.Fatal("no error")
		}
	}, func() {
		if _, err := hc.Customers.Get(ctx, 1); err == nil {
			b.Fatal("no error")
		}
	})
}
