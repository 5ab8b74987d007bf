package comagic

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

const (
	vendor = "comagic"

	// dataAPI and callAPI are the paths of the two APIs below their hosts.
	dataAPI = "/v2.0"
	callAPI = "/v4.0"

	jsonType = "application/json; charset=UTF-8"
)

// base is what a [Client] is made of beside its services. Whatever is handed on as
// an interface holds a base, never a Client: through a Client the linker would keep
// the methods of all services in a program that uses reflection.
type base struct {
	codec    *wire.Codec
	data     *api
	call     *api
	userID   userID
	resuming bool // cut streams may be resumed
	ids      atomic.Int64

	closing sync.Once
}

// api is one of the two APIs: they have hosts, limits and sessions of their own.
type api struct {
	core   *transport.Core
	logout func() // ends the session; nil without a login
}

// service is what every service is: the client under the name of a group of
// operations.
type service struct{ client *base }

// New returns a client. The options choose the host ([WithHost]), the customer's
// user of an agent ([WithUserID]) and everything that all clients of this module
// have.
//
// The two APIs count points apart. [frontdesk.WithWindow] and
// [frontdesk.WithLimiter] replace the windows of both.
func New(auth Auth, opts ...frontdesk.Option) (*Client, error) {
	set := transport.Resolve(vendor, settings.Client, opts)
	c := new(Client)
	c.codec = newCodec(set.Location)
	if id, ok := settings.Get[userID](set); ok {
		c.userID = id
	}
	c.resuming = mayResume(set)
	host, ok := settings.Get[Host](set)
	switch {
	case !ok:
		host = HostComagic
	case set.BaseURL != "":
		set.Fail(errors.New("comagic.WithHost and frontdesk.WithBaseURL both give the address: leave one out"))
	}
	var err error
	if c.data, err = c.base.newAPI(auth, host, host.dataURL(), "", set); err != nil {
		return nil, err
	}
	if c.call, err = c.base.newAPI(auth, host, host.callURL(), callPrefix, set); err != nil {
		c.data.core.Close()
		return nil, err
	}
	c.connect()
	return c, nil
}

func (c *base) newAPI(auth Auth, host Host, baseURL, prefix string, set *settings.Settings) (*api, error) {
	a := new(api)
	config := transport.Config{
		Vendor:     vendor,
		BaseURL:    baseURL,
		Credential: auth.token,
		Protocol:   &protocol{client: c, host: host},
		Windows:    windows(),

		ErrorsInSuccess: true,
	}
	_, external := settings.Get[frontdesk.CredentialFunc](set)
	switch err := auth.check(); {
	case external && auth.isLogin():
		set.Fail(&transport.ArgumentError{Field: "auth", Reason: "a Login does not go with WithCredential, which would replace it"})
	case external: // the function is asked instead
	case err != nil:
		set.Fail(err)
	}
	if auth.isLogin() {
		config.Secrets = []string{auth.user.password}
		config.Source, a.logout = auth.user.open(c, a, auth.user, prefix)
	}
	core, err := transport.New(config, set)
	if err != nil {
		return nil, err
	}
	a.core = core
	return a, nil
}

// windows are the vendor's: their sizes differ by account and are learnt from the
// replies. Nobody waits for the end of a day.
func windows() []*quota.Window {
	return []*quota.Window{
		quota.NewWindow("day", 0, 24*time.Hour, quota.FailFast),
		quota.NewWindow("hour", 0, time.Hour),
		quota.NewWindow("minute", 0, time.Minute),
	}
}

// Close ends the client: a login in flight is waited for, no other begins, the session
// that the client opened itself is logged out, and calls that wait for a limit fail with
// [frontdesk.ErrCanceled]. The log-out costs a point and has 10 seconds; where it fails,
// as when the day's points are used up, the session ends by itself within its hour, and
// Close says nothing of it. It is idempotent and always returns nil.
func (c *Client) Close() error {
	c.closing.Do(func() {
		for _, a := range []*api{c.data, c.call} {
			if a.logout != nil {
				a.logout()
			}
			a.core.Close()
		}
	})
	return nil
}

// Limits returns what is known of the client's limits, in points: those of the Data
// API, then those of the Call API (with "call_" before their names). A limit of 0 is
// not known yet.
func (c *Client) Limits() []frontdesk.LimitState {
	limits := c.data.core.Limits()
	for _, l := range c.call.core.Limits() {
		l.Name = "call_" + l.Name
		limits = append(limits, l)
	}
	return limits
}

// mayResume reports whether the options leave room for repeating anything.
func mayResume(set *settings.Settings) bool {
	if set == nil {
		return true
	}
	policy, given := settings.Get[frontdesk.RetryPolicy](set)
	return !given || policy.MaxAttempts > 1
}

// defaultZone is the zone in which the vendor writes times, for all that its
// samples tell. It needs no time zone database.
var defaultZone = time.FixedZone("UTC+3", 3*60*60)

// newCodec returns the codec of a client; nil is the default zone. Numbers in
// quotes, texts without and "true" are all in the vendor's samples.
func newCodec(zone *time.Location) *wire.Codec {
	if zone == nil {
		zone = defaultZone
	}
	return wire.NewCodec(
		wire.Zone(zone),
		wire.Layouts(time.DateTime, "2006-01-02T15:04:05", time.RFC3339, "2006-01-02 15:04:05Z07:00", time.DateOnly),
		wire.AcceptScalars,
	)
}

var defaultCodec = newCodec(nil)

// Marshal encodes v as the vendor's JSON: for fixtures and caches. Times are
// converted to UTC+3 and written as the vendor does, to the second and without a
// zone: a [time.Time] of another zone comes back as the same instant in UTC+3.
// [Client.Marshal] uses the client's zone.
func Marshal(v any) ([]byte, error) { return defaultCodec.Marshal(v) }

// Unmarshal decodes the vendor's JSON with times in UTC+3, as a client does: for
// fixtures, caches and webhooks.
func Unmarshal(data []byte, v any) error { return defaultCodec.Unmarshal(data, v) }

// Marshal is the package's [Marshal] in the client's zone.
func (c *Client) Marshal(v any) ([]byte, error) { return c.codec.Marshal(v) }

// Unmarshal is the package's [Unmarshal] in the client's zone.
func (c *Client) Unmarshal(data []byte, v any) error { return c.codec.Unmarshal(data, v) }
