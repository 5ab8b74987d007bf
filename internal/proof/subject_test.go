package proof_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

const (
	safe       = frontdesk.ClassSafe
	idempotent = frontdesk.ClassIdempotent
	unsafe     = frontdesk.ClassUnsafe
)

var classes = []frontdesk.Class{safe, idempotent, unsafe}

// subject is a vendor's client as the tests of this package see it.
type subject struct {
	name string
	// key is the credential that the fake server knows.
	key string
	// path is what the base URL has behind the host.
	path string
	// limit is the name of the window in the vendor's documentation; empty if it
	// documents none that a client knows from the start.
	limit string
	// host is an address as a program would give it.
	host string
	// serve starts the fake server with rows records in the list that rows reads,
	// and the records that calls are about.
	serve func(tb testing.TB, rows int, opts ...frontdesktest.Option) server
	// dial makes a client of the server at base.
	dial func(base, key string, opts ...frontdesk.Option) (*client, error)
	// envelope wraps one record, as JSON, in the reply to get.
	envelope func(record string) string
	// listEnvelope wraps rows, as JSON, in a page of the list.
	listEnvelope func(rows string) string
	// idName and nameName are the names of the record's id and name on the wire.
	idName, nameName string
	// rowID is the JSON of a row's id.
	rowID func(n int) string
	// idOf is the id that client.rows yields for the n-th record, from 1.
	idOf func(n int) string
	// pageSize is the size of the pages that rows reads when asked for 100.
	pageSize int
	// add puts one more record at the end of the list, remove takes the n-th away.
	add    func(s server, n int)
	remove func(s server, ctx context.Context, c *client, n int) error
}

// server is a kit.
type server struct {
	*frontdesktest.Server
	kit any
}

// call is one operation in the form that all vendors share.
type call func(ctx context.Context, opts ...frontdesk.Option) error

// record is what the tests compare of a record.
type record struct {
	id   string
	name string
}

// client is a vendor's client with one call of each class.
type client struct {
	vendor any
	calls  map[frontdesk.Class]call
	// operations are the ids of calls, as the fake server counts them.
	operations map[frontdesk.Class]string
	// get reads one record, list one page and rows all of them, in pages of about
	// size.
	get  func(ctx context.Context, opts ...frontdesk.Option) (record, error)
	list func(ctx context.Context, opts ...frontdesk.Option) ([]record, error)
	rows func(ctx context.Context, size int, resume frontdesk.Cursor, opts ...frontdesk.Option) iter.Seq2[string, error]
	// hatch makes a call of a method that the client does not know.
	hatch  func(ctx context.Context, opts ...frontdesk.Option) error
	limits func() []frontdesk.LimitState
	close  func() error
}

var subjects = []subject{helpCrunch, salesMan, liveAgent, coMagic}

// each runs test once for each vendor.
func each(t *testing.T, test func(t *testing.T, s subject)) {
	t.Helper()
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) { test(t, s) })
	}
}

// connect makes a client of a server in memory.
func (s subject) connect(tb testing.TB, srv server, opts ...frontdesk.Option) *client {
	tb.Helper()
	all := append([]frontdesk.Option{frontdesk.WithHTTPClient(srv.HTTPClient())}, opts...)
	c, err := s.dial(srv.BaseURL()+s.path, s.key, all...)
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = c.close() })
	return c
}

// start starts a server and a client of it.
func (s subject) start(tb testing.TB, opts ...frontdesk.Option) (server, *client) {
	tb.Helper()
	srv := s.serve(tb, 0)
	return srv, s.connect(tb, srv, opts...)
}

// failure returns the module's error in err, which must be one.
func failure(tb testing.TB, err error) *frontdesk.Error {
	tb.Helper()
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.Truef(tb, ok, "%T: %v", err, err)
	return e
}

// assertClean asserts that nothing of the calls is left at the server.
func assertClean(tb testing.TB, srv server) {
	tb.Helper()
	stats := srv.Stats()
	require.Zero(tb, stats.OpenBodies, "open bodies")
}
