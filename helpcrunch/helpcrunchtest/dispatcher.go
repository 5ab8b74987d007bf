package helpcrunchtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// deliveryTimeout is how long a receiver on the network may take.
const deliveryTimeout = 10 * time.Second

// Delivery is one attempt to deliver a webhook.
type Delivery struct {
	Event helpcrunch.WebhookEvent
	// ID is the event's id, the same for each delivery of it.
	ID string
	// Attempts is what the webhook says of the deliveries before: 0 for the first.
	Attempts int
	// Body is what was sent.
	Body []byte
	// Status is the receiver's answer; 0 without one.
	Status int
	// Err is why there was none.
	Err error
}

// destination is where webhooks go: a URL or a handler.
type destination struct {
	url     string
	handler http.Handler
	secret  string
	events  []helpcrunch.WebhookEvent
}

func (d destination) takes(event helpcrunch.WebhookEvent) bool {
	return len(d.events) == 0 || slices.Contains(d.events, event)
}

// envelope is an event before it is delivered.
type envelope struct {
	Event     helpcrunch.WebhookEvent
	Data      json.RawMessage
	CreatedAt int64
	ID        string
}

func newEnvelope(n int, at time.Time, event helpcrunch.WebhookEvent, data json.RawMessage) envelope {
	return envelope{event, data, at.Unix(), fmt.Sprintf("00000000-0000-4000-8000-%012d", n)}
}

// body writes the event for a delivery at a time, which comes after some others.
func (e envelope) body(attempts int, at time.Time) []byte {
	return encode(struct {
		Event         helpcrunch.WebhookEvent `json:"event"`
		EventData     json.RawMessage         `json:"eventData"`
		Attempts      int                     `json:"attempts"`
		LastAttemptAt int64                   `json:"lastAttemptAt"`
		CreatedAt     int64                   `json:"createdAt"`
		ID            string                  `json:"id"`
	}{e.Event, e.Data, attempts, at.Unix(), e.CreatedAt, e.ID})
}

// parcel is an event on its way to a destination.
type parcel struct {
	envelope
	to       destination
	attempts int
}

// dispatcher delivers events, one after the other. Its goroutine lives only while
// there is something to deliver.
type dispatcher struct {
	clock func() time.Time

	mu           sync.Mutex
	idle         *sync.Cond // the queue is empty and nothing is on its way
	destinations []destination
	last         int // events so far
	queue        []parcel
	sent         []parcel
	running      bool
	closed       bool
	log          []Delivery
	stop         context.CancelFunc // ends the delivery on its way
}

func newDispatcher(clock func() time.Time) *dispatcher {
	d := &dispatcher{clock: clock}
	d.idle = sync.NewCond(&d.mu)
	return d
}

func (d *dispatcher) subscribe(to destination) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.destinations = append(d.destinations, to)
}

// emit queues an event for those who take it.
func (d *dispatcher) emit(event helpcrunch.WebhookEvent, data json.RawMessage) (id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.last++
	e := newEnvelope(d.last, d.clock(), event, data)
	for _, to := range d.destinations {
		if to.takes(event) {
			d.queue = append(d.queue, parcel{envelope: e, to: to})
		}
	}
	return e.ID
}

// again queues the latest delivery of an event to each destination once more.
func (d *dispatcher) again(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	attempts := -1
	for _, p := range d.sent {
		if p.ID == id {
			attempts = max(attempts, p.attempts)
		}
	}
	for _, p := range d.sent {
		if p.ID == id && p.attempts == attempts {
			p.attempts++
			d.queue = append(d.queue, p)
		}
	}
	return attempts >= 0
}

// start begins to deliver what is queued, unless that is under way.
func (d *dispatcher) start() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.queue) > 0 && !d.running && !d.closed {
		d.running = true
		go d.run()
	}
}

func (d *dispatcher) run() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stop = cancel
	for len(d.queue) > 0 && !d.closed {
		p := d.queue[0]
		d.queue = d.queue[1:]
		d.mu.Unlock()
		delivery := p.deliver(ctx, d.clock())
		d.mu.Lock()
		d.sent = append(d.sent, p)
		d.log = append(d.log, delivery)
	}
	d.running, d.stop = false, nil
	d.idle.Broadcast()
}

func (d *dispatcher) wait() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for d.running {
		d.idle.Wait()
	}
}

func (d *dispatcher) deliveries() []Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.log)
}

func (d *dispatcher) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	if d.stop != nil {
		d.stop()
	}
}

func (p parcel) deliver(ctx context.Context, at time.Time) Delivery {
	report := Delivery{Event: p.Event, ID: p.ID, Attempts: p.attempts, Body: p.body(p.attempts, at)}
	report.Status, report.Err = p.to.post(ctx, report.Body)
	return report
}

// post sends a signed body to the URL or to the handler.
func (d destination) post(ctx context.Context, body []byte) (status int, err error) {
	if d.handler != nil {
		return d.hand(ctx, body)
	}
	ctx, cancel := context.WithTimeout(ctx, deliveryTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	sign(r, d.secret, body)
	// A transport of its own: no proxy, no redirects, no connection kept open.
	res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode, nil
}

// hand calls the handler, which may fail like any other.
func (d destination) hand(ctx context.Context, body []byte) (status int, err error) {
	r, err := SignedRequest(d.secret, body)
	if err != nil {
		return 0, err
	}
	w := &answer{header: http.Header{}}
	defer func() {
		if v := recover(); v != nil {
			status, err = 0, fmt.Errorf("the receiver panicked: %v", v)
		}
	}()
	d.handler.ServeHTTP(w, r.WithContext(ctx))
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
