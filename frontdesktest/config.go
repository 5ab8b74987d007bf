package frontdesktest

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Config is what a kit tells the engine about its vendor. Only Handler is
// needed. The functions may be called by several goroutines at once.
type Config struct {
	// Name is the vendor's name; it appears in error texts.
	Name string

	// Handler holds the vendor's routes and state. The body of its requests
	// can always be read whole, and [RequestOf] gives it the log entry.
	Handler http.Handler

	// Operation names the inventory operation that a request is, such as
	// "customers.get", or "" for none. Faults are aimed and requests are
	// counted by this name.
	Operation func(r *http.Request, body []byte) string

	// Knows reports whether the vendor has an operation of this name. A fault, a
	// count or a log that asks for another one is a violation: such a test would
	// test nothing. Nil knows all.
	Knows func(operation string) bool

	// Check lists what is wrong with a request by the vendor's documentation:
	// unknown parameters, wrong types.
	Check func(*Request) []string

	// Reject answers a request with violations when the server is not strict.
	// By default the reply is a plain 400.
	Reject func(w http.ResponseWriter, r *http.Request, violations []string)

	// Quotas are the vendor's limits, unless options set others.
	Quotas []Quota

	// Cost is the number of points that a request takes from each quota, by
	// default 1. A request that costs nothing is always admitted.
	Cost func(*Request) int

	// Account names whose quota a request uses, for vendors that count by key.
	// By default all requests share one.
	Account func(*Request) string

	// Refuse answers a request that a quota did not admit. By default the
	// reply is a plain 429 with Retry-After.
	Refuse func(w http.ResponseWriter, r *http.Request, refused Limit)

	// Error answers a request that met a [Status] fault, with the reply that
	// the vendor usually gives with this status. By default the reply is the
	// status text.
	Error func(w http.ResponseWriter, r *http.Request, status int)

	// NotSetUp answers a request to a server that was not set up as it should
	// be (see [Server.Misuse]), in the vendor's envelope, so that the client
	// shows the text. By default the reply is the text.
	NotSetUp func(w http.ResponseWriter, r *http.Request, status int, text string)

	// Settings points to what the kit's own options change; see [Configure].
	Settings any
}

// knows, operation, cost and account apply the defaults of Config.

func (c *Config) operation(r *http.Request, body []byte) string {
	if c.Operation == nil {
		return ""
	}
	return c.Operation(r, body)
}

func (c *Config) knows(operation string) bool {
	return c.Knows == nil || c.Knows(operation)
}

func (c *Config) cost(req *Request) int {
	if c.Cost == nil {
		return 1
	}
	return max(c.Cost(req), 0)
}

func (c *Config) account(req *Request) string {
	if c.Account == nil {
		return ""
	}
	return c.Account(req)
}

func (c *Config) handler() http.Handler {
	if c.Handler == nil {
		return http.NotFoundHandler()
	}
	return c.Handler
}

func (c *Config) refuse(refused Limit) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.Refuse != nil {
			c.Refuse(w, r, refused)
			return
		}
		w.Header().Set("Retry-After", wholeSeconds(refused.Wait))
		http.Error(w, http.StatusText(http.StatusTooManyRequests), http.StatusTooManyRequests)
	})
}

func (c *Config) reject(violations []string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.Reject != nil {
			c.Reject(w, r, violations)
			return
		}
		http.Error(w, strings.Join(violations, "\n"), http.StatusBadRequest)
	})
}

func (c *Config) statusReply(status int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.Error != nil {
			c.Error(w, r, status)
			return
		}
		http.Error(w, statusText(status), status)
	})
}

func (c *Config) errorf(format string, args ...any) error {
	name := c.Name
	if name == "" {
		name = "fake"
	}
	return fmt.Errorf("frontdesktest: %s server: %w", name, fmt.Errorf(format, args...))
}

// wholeSeconds writes d as Retry-After has it, rounded up: a client that waits
// as told must not come too early.
func wholeSeconds(d time.Duration) string {
	return strconv.FormatInt(int64(math.Ceil(d.Seconds())), 10)
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return text
	}
	return "status code " + strconv.Itoa(status)
}
