package frontdesktest

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Request is one request that arrived, as the log keeps it.
type Request struct {
	Time      time.Time // of arrival
	Method    string
	Scheme    string // "http" or "https"
	Host      string // as the client named it; tells redirects to other hosts
	URI       string // path and query as they were sent, still escaped
	Path      string // unescaped
	Query     url.Values
	Header    http.Header // as received, so also what net/http adds
	Body      []byte
	Operation string // the inventory operation, "" if none

	Violations []string // what the check found
	Refused    bool     // a quota did not admit it
	Fault      string   // the fault that it met, as Fault.String tells it, or ""
	Limits     []Limit  // the quotas right after it was charged
	Status     int      // of the reply; 0 while there is none, or if it was lost
}

// clone is a copy that the holder may change.
func (r *Request) clone() Request {
	c := *r
	c.Query = url.Values(http.Header(r.Query).Clone())
	c.Header = r.Header.Clone()
	c.Body = slices.Clone(r.Body)
	c.Violations = slices.Clone(r.Violations)
	c.Limits = slices.Clone(r.Limits)
	return c
}

func newRequest(r *http.Request, body []byte) *Request {
	req := &Request{
		Method: r.Method,
		Scheme: "http",
		Host:   r.Host,
		URI:    r.RequestURI,
		Path:   r.URL.Path,
		Query:  r.URL.Query(),
		Header: r.Header.Clone(),
		Body:   body,
	}
	if r.TLS != nil {
		req.Scheme = "https"
	}
	return req
}

// Stats are counts since the server was made or since [Server.ResetRequests].
type Stats struct {
	Requests   int // arrived, including refused ones
	Refused    int // not admitted by a quota
	Faulted    int // arrived and met a fault
	Unreached  int // never arrived: met a fault of the connection, such as Refused
	InFlight   int // being answered now; not reset
	Peak       int // the most that were being answered at once; exact on the in-memory transport
	OpenBodies int // replies of the in-memory transport neither read to the end nor closed; not reset
	FaultsLeft int // faults with requests still to hit, those that hit always not counted; not reset
}

// Requests returns copies of the requests that arrived, in order.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests := make([]Request, len(s.log))
	for i, r := range s.log {
		requests[i] = r.clone()
	}
	return requests
}

// RequestsOf returns copies of the requests of one operation, in order.
func (s *Server) RequestsOf(operation string) []Request {
	s.checkNames([]string{operation})
	s.mu.Lock()
	defer s.mu.Unlock()
	var requests []Request
	for _, r := range s.log {
		if r.Operation == operation {
			requests = append(requests, r.clone())
		}
	}
	return requests
}

// Count returns the number of requests that arrived: all, or those of the
// operations given. Refused and faulted requests count.
func (s *Server) Count(operations ...string) int {
	s.checkNames(operations)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(operations) == 0 {
		return s.stats.Requests
	}
	n := 0
	for operation, count := range s.counts {
		if slices.Contains(operations, operation) {
			n += count
		}
	}
	return n
}

// Stats returns the counts.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	stats := s.stats
	stats.InFlight = s.present
	stats.OpenBodies = int(s.openBodies.Load())
	for _, f := range s.faults {
		stats.FaultsLeft += max(f.left, 0)
	}
	return stats
}

// ResetRequests empties the log and the counts, for the next part of a test.
// The vendor's state, the quotas, the faults and the violations stay.
func (s *Server) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log, s.counts = nil, make(map[string]int)
	s.stats = Stats{Peak: s.present}
}

// record writes the arrival of req to the log. It is called with s.mu held.
func (s *Server) record(req *Request) {
	s.stats.Requests++
	s.counts[req.Operation]++
	if s.options.logLimit == 0 {
		return
	}
	if limit := s.options.logLimit; limit > 0 && len(s.log) >= limit {
		s.log = append(s.log[:0:0], s.log[len(s.log)-limit+1:]...)
	}
	s.log = append(s.log, req)
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// RequestOf returns the log entry of the request that a kit's handler is
// answering: its operation, its body, and the state of the quotas after it was
// charged. The caller must not change what it refers to. It is the zero
// Request if r did not come through a [Server].
func RequestOf(r *http.Request) Request {
	if x := exchangeOf(r.Context()); x != nil {
		return x.seen
	}
	return Request{}
}

// Refund gives back what the request that a kit's handler is answering was
// charged, for vendors that charge successful calls only, and returns the
// state of the quotas. A second call changes nothing.
func Refund(r *http.Request) []Limit {
	x := exchangeOf(r.Context())
	if x == nil {
		return nil
	}
	s := x.server
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range x.meters {
		if x.charged > 0 {
			m.refund(x.seen.Time, x.charged)
		}
	}
	x.charged = 0
	return states(x.meters, time.Now())
}
