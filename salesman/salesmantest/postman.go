package salesmantest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// deliveryTimeout is how long a receiver may take: PHP's own limit.
const deliveryTimeout = time.Minute

// Delivery is the delivery of one webhook to one destination. The CRM does not
// repeat it.
type Delivery struct {
	Event salesman.WebhookEvent
	// Body is what was sent.
	Body []byte
	// Status is the receiver's answer; 0 without one.
	Status int
	// Err is why there was none.
	Err error
}

// event is something to report.
type event struct {
	name salesman.WebhookEvent
	body []byte
}

// destination is where webhooks go: an address, or a handler under an address.
type destination struct {
	address string
	handler http.Handler
	events  []salesman.WebhookEvent
}

func (d destination) takes(name salesman.WebhookEvent) bool {
	return len(d.events) == 0 || slices.Contains(d.events, name)
}

// postman delivers events, inside of the requests that caused them.
type postman struct {
	mu           sync.Mutex
	destinations []destination
	log          []Delivery
	closed       bool
	last         int
	stops        map[int]context.CancelFunc // of the deliveries under way
}

func newPostman() *postman { return &postman{stops: map[int]context.CancelFunc{}} }

func (p *postman) subscribe(to destination) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.destinations = append(p.destinations, to)
}

// idle reports whether nobody wants to know of events.
func (p *postman) idle() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.destinations) == 0
}

func (p *postman) deliveries() []Delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.log)
}

// deliver sends events to all who take them, one after the other, in order. It
// goes on when the client who caused them is gone, as PHP does, and ends with the
// server.
func (p *postman) deliver(ctx context.Context, events []event) {
	if len(events) == 0 {
		return
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	p.mu.Lock()
	p.last++
	turn := p.last
	p.stops[turn] = cancel
	if p.closed {
		cancel()
	}
	destinations := slices.Clone(p.destinations)
	p.mu.Unlock()
	for _, e := range events {
		for _, to := range destinations {
			if !to.takes(e.name) || ctx.Err() != nil {
				continue
			}
			report := Delivery{Event: e.name, Body: e.body}
			report.Status, report.Err = to.post(ctx, e.body)
			p.mu.Lock()
			p.log = append(p.log, report)
			p.mu.Unlock()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.stops, turn)
}

func (p *postman) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, stop := range p.stops {
		stop()
	}
}

// post sends a body to the address or to the handler.
func (d destination) post(ctx context.Context, body []byte) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, deliveryTimeout)
	defer cancel()
	r, err := webhookRequest(ctx, d.address, body)
	if err != nil {
		return 0, err
	}
	if d.handler != nil {
		return d.hand(r)
	}
	// A transport of its own: no proxy, no redirects, no connection kept open.
	res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode, nil
}

func webhookRequest(ctx context.Context, address string, body []byte) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	return r, nil
}

// hand calls the handler, which may fail like any other.
func (d destination) hand(r *http.Request) (status int, err error) {
	w := &answer{header: http.Header{}}
	defer func() {
		if v := recover(); v != nil {
			status, err = 0, fmt.Errorf("the receiver panicked: %v", v)
		}
	}()
	d.handler.ServeHTTP(w, r)
	return max(w.status, http.StatusOK), nil
}

// answer keeps the status of a handler's answer.
type answer struct {
	header http.Header
	status int
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return len(p), nil
}
