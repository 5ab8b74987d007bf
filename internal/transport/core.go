package transport

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/redact"
	"github.com/frontdesk-go/frontdesk/internal/settings"
)

// Config is what a vendor package says of its vendor.
type Config struct {
	Vendor  string
	BaseURL string
	// Credential is the static credential; Source replaces it where there is a
	// session. The user's WithCredential replaces both.
	Credential string
	Source     Source
	// Secrets are further values never to be shown, such as a password.
	Secrets  []string
	Protocol Protocol
	// Windows are the vendor's documented quotas, replaced by WithWindow and
	// WithLimiter.
	Windows []*quota.Window
	// MaxWrites bounds the writes under way at a time; 0 means no bound.
	MaxWrites int
	// ErrorsInSuccess tells of a vendor that answers its errors with HTTP 200 too:
	// a reply that was not read to its end does not say then whether a write was
	// done.
	ErrorsInSuccess bool
}

// Core is the shared part of a client. It is safe for concurrent use.
type Core struct {
	vendor    string
	base      url.URL
	protocol  Protocol
	creds     *credentials
	redactor  *redact.Redactor
	gate      *quota.Gate
	limiter   limiter // nil unless the user gave one
	budget    *budget
	client    http.Client // the user's, with our attempt in place of its transport
	transport http.RoundTripper
	own       *http.Transport // nil if the user gave a transport
	defaults  config
	// cutSent is what a reply with a success status says of a write if its body was
	// not read to its end.
	cutSent frontdesk.Sent

	requests  requests
	closing   context.Context
	closeOnce sync.Once
	close     context.CancelFunc
}

// New builds the core of a client from the vendor's config and the resolved
// options.
func New(cfg Config, set *settings.Settings) (*Core, error) {
	c := &Core{vendor: cfg.Vendor, protocol: cfg.Protocol, redactor: redact.New(), cutSent: frontdesk.SentYes}
	if cfg.ErrorsInSuccess {
		c.cutSent = frontdesk.SentUnknown
	}
	if err := set.Err(); err != nil {
		return nil, c.Invalid("", "options", err)
	}
	if err := c.setBase(cfg.BaseURL, set); err != nil {
		return nil, c.Invalid("", "base URL", err)
	}
	if err := c.setCredential(cfg, set); err != nil {
		return nil, c.Invalid("", "credential", err)
	}
	c.defaults = defaultConfig()
	if err := c.setTransport(set); err != nil {
		return nil, c.Invalid("", "HTTP client", err)
	}
	if err := c.defaults.apply(set); err != nil {
		return nil, c.Invalid("", "options", err)
	}
	c.budget = newBudget(c.defaults.policy.Budget)
	c.setGate(cfg, set)
	c.closing, c.close = context.WithCancel(context.Background())
	return c, nil
}

func (c *Core) setBase(fallback string, set *settings.Settings) error {
	raw := set.BaseURL
	if raw == "" {
		raw = fallback
	}
	if raw == "" {
		return errors.New("the base URL is empty")
	}
	u, err := url.Parse(raw)
	if err != nil {
		return errors.New("the base URL cannot be parsed")
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("the base URL's scheme %q is not http or https", u.Scheme)
	case u.Hostname() == "":
		return errors.New("the base URL has no host")
	case u.User != nil:
		return errors.New("the base URL must not carry a user name or password")
	case u.RawQuery != "" || u.Fragment != "":
		return errors.New("the base URL must not have a query or fragment")
	case u.Scheme == "http" && !set.PlainHTTP && !loopback(u.Hostname()):
		return errors.New("plain http would send the credential in the clear; use https, or WithPlainHTTP")
	}
	u.Path = strings.TrimSuffix(u.Path, "/")
	u.RawPath = strings.TrimSuffix(u.RawPath, "/")
	c.base = *u
	return nil
}

func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	return net.ParseIP(host).IsLoopback()
}

func (c *Core) setCredential(cfg Config, set *settings.Settings) error {
	for _, secret := range cfg.Secrets {
		c.redactor.Add(secret)
	}
	source := cfg.Source
	if f, ok := settings.Get[frontdesk.CredentialFunc](set); ok {
		source = sourceOf(f)
	}
	if source == nil {
		if err := CheckCredential(cfg.Credential); err != nil {
			return err
		}
	}
	c.creds = newCredentials(cfg.Credential, source, func(s string) { c.redactor.Add(s) })
	return nil
}

// setTransport takes what the user's http.Client has and leaves it unchanged.
func (c *Core) setTransport(set *settings.Settings) error {
	if user := set.HTTPClient; user != nil {
		c.client.Jar = user.Jar
		c.transport = user.Transport
		if user.Timeout > 0 {
			c.defaults.attemptTimeout = user.Timeout
		}
	}
	if c.transport == nil {
		standard, ok := http.DefaultTransport.(*http.Transport)
		if !ok {
			// Someone replaced the default for the whole program: honour it.
			c.transport = http.DefaultTransport
			return nil
		}
		c.own = standard.Clone()
		c.own.MaxIdleConnsPerHost = 64
		c.transport = c.own
	}
	return nil
}

func (c *Core) setGate(cfg Config, set *settings.Settings) {
	gate := quota.Config{
		Windows:   cfg.Windows,
		MaxWrites: cfg.MaxWrites,
		Ceiling:   c.defaults.policy.MaxWait,
	}
	if w, _ := settings.Get[*quota.Window](set); w != nil {
		gate.Windows = []*quota.Window{w}
	}
	if l, ok := set.Limiter.(limiter); ok {
		c.limiter = l
		gate.Windows, gate.Limiter = nil, l
	}
	if h := c.defaults.hooks; h != nil && h.Limit != nil {
		gate.OnChange = func(s quota.State) { h.Limit(limitState(s)) }
	}
	c.gate = quota.NewGate(gate)
}

// Resolve reads the options of one call; nil if there are none.
func (c *Core) Resolve(opts []frontdesk.Option) *settings.Settings {
	return Resolve(c.vendor, settings.Call, opts)
}

// Resolve reads a list of options; for a call without options it is nil.
func Resolve(vendor string, scope settings.Scope, opts []frontdesk.Option) *settings.Settings {
	if len(opts) == 0 && scope == settings.Call {
		return nil
	}
	set := settings.New(vendor, scope)
	for _, opt := range opts {
		if opt == nil {
			set.Fail(errors.New("nil option"))
			continue
		}
		opt(set)
	}
	return set
}

// Limits returns what is known of the client's limits; windows of which the
// server has not spoken yet are left out.
func (c *Core) Limits() []frontdesk.LimitState {
	states := c.gate.States()
	limits := make([]frontdesk.LimitState, 0, len(states))
	for _, s := range states {
		if s.Limit > 0 || s.Name == quota.PauseName {
			limits = append(limits, limitState(s))
		}
	}
	return limits
}

// Observe takes what a successful reply says of the vendor's windows.
func (c *Core) Observe(states []quota.State) {
	if len(states) == 0 {
		return
	}
	c.gate.Observe(states...)
	if c.limiter != nil {
		c.limiter.Told(states, false, time.Time{})
	}
}

// limiter is what WithLimiter brings.
type limiter interface {
	quota.Outer
	Told(states []quota.State, refused bool, until time.Time)
}

func limitState(s quota.State) frontdesk.LimitState {
	state := frontdesk.LimitState{
		Name: s.Name, Limit: s.Limit, Remaining: s.Remaining,
		Window: s.Window, Reset: s.Reset, Waiting: s.Waiting,
	}
	if s.Limit == 0 {
		state.Limit = -1
	}
	return state
}

// Prefetch returns how many pages an iterator with these call options may fetch
// ahead.
func (c *Core) Prefetch(set *settings.Settings) int {
	if set != nil && set.Prefetch != nil {
		return *set.Prefetch
	}
	return c.defaults.prefetch
}

// EndSession waits for a login in flight, has no other begin, and returns the
// credential of the session, if there is one, to be logged out.
func (c *Core) EndSession(ctx context.Context) (string, bool) { return c.creds.end(ctx) }

// Redactor returns the client's redactor, for texts made outside of a call.
func (c *Core) Redactor() *redact.Redactor { return c.redactor }

// Close ends the client: waiters and calls under way fail with Canceled, idle
// connections of a transport of our own are closed. It is idempotent.
func (c *Core) Close() {
	c.closeOnce.Do(func() {
		c.close()
		c.gate.Close()
		c.requests.cancelAll()
		if c.own != nil {
			c.own.CloseIdleConnections()
		}
	})
}

// config is what options change, resolved: once for the client, and copied for
// a call that has options of its own.
type config struct {
	timeout        time.Duration
	attemptTimeout time.Duration
	policy         frontdesk.RetryPolicy
	header         http.Header
	maxBytes       int64
	prefetch       int
	class          *frontdesk.Class
	response       *frontdesk.Response
	observer
}

const (
	defaultAttemptTimeout = 30 * time.Second
	defaultMaxBytes       = 32 << 20
	maxErrorBytes         = 1 << 20
	keptBytes             = 64 << 10
)

func defaultConfig() config {
	set := settings.New("", settings.Client)
	frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{})(set)
	policy, _ := settings.Get[frontdesk.RetryPolicy](set)
	return config{
		attemptTimeout: defaultAttemptTimeout,
		maxBytes:       defaultMaxBytes,
		policy:         policy,
		header:         http.Header{"User-Agent": {"frontdesk-go/" + frontdesk.Version}},
	}
}

// apply overlays the options that were given.
func (c *config) apply(set *settings.Settings) error {
	if err := set.Err(); err != nil {
		return err
	}
	if set.Timeout != nil {
		c.timeout = *set.Timeout
	}
	if set.AttemptTimeout != nil {
		c.attemptTimeout = *set.AttemptTimeout
	}
	if set.MaxResponseBytes != nil {
		c.maxBytes = *set.MaxResponseBytes
	}
	if set.Prefetch != nil {
		c.prefetch = *set.Prefetch
	}
	if p, ok := settings.Get[frontdesk.RetryPolicy](set); ok {
		c.policy = p
	}
	if class, ok := settings.Get[frontdesk.Class](set); ok {
		c.class = &class
	}
	if r, ok := settings.Get[*frontdesk.Response](set); ok {
		c.response = r
	}
	if at, _ := settings.Get[*frontdesk.Cursor](set); at != nil {
		return errors.New("option WithPosition is for iterators, not for a single call")
	}
	c.observer.apply(set)
	c.applyHeaders(set)
	return nil
}

func (c *config) applyHeaders(set *settings.Settings) {
	if len(set.Header) == 0 && set.UserAgent == "" {
		return
	}
	c.header = c.header.Clone()
	if set.UserAgent != "" {
		c.header["User-Agent"] = []string{set.UserAgent + " frontdesk-go/" + frontdesk.Version}
	}
	maps.Copy(c.header, set.Header)
}
