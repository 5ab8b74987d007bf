package frontdesktest_test

import (
	"context"
	"net/http"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// stoppableTB is a fakeTB that can be stopped, as a test can.
type stoppableTB struct{ fakeTB }

func (*stoppableTB) FailNow() { runtime.Goexit() }

// reaches reports whether f comes to its end before the test is stopped.
func reaches(f func()) (end bool) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
		end = true
	}()
	<-done
	return end
}

func TestMisuse_StopsTheTestAndNamesThePlace(t *testing.T) {
	s, tb := notes(), &stoppableTB{}
	defer s.Close()
	s.Strict(tb)
	for name, wrong := range map[string]func(){
		"fault for nothing":    func() { s.Fail(frontdesktest.Status(503).On("notes.lst")) },
		"fault that cannot be": func() { s.Fail(frontdesktest.Misfit("there is no error %d", 7)) },
		"count of nothing":     func() { s.Count("notes.cnt") },
		"log of nothing":       func() { s.RequestsOf("notes.log") },
	} {
		told := len(tb.errors)
		assert.False(t, reaches(wrong), name)
		require.Len(t, tb.errors, told+1, name)
		assert.Regexp(t, `^there is no (operation "notes\.|error 7).* \(misuse_test\.go:\d+\)$`, tb.errors[told], name)
	}
	tb.end()
	assert.Len(t, tb.errors, 4, "no fault was kept that a request could meet")
	resp, err := s.HTTPClient().Get(s.BaseURL())
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, http.StatusOK, resp.StatusCode, "the test was told")
}

func TestMisuse_WithoutATestIsTheAnswerToEveryRequest(t *testing.T) {
	s := notes()
	defer s.Close()
	assert.True(t, reaches(func() { s.Fail(frontdesktest.Status(503).On("notes.lst")) }))
	for range 2 {
		got := do(s.HTTPClient(), http.MethodGet, s.BaseURL())
		assert.Equal(t, http.StatusNotImplemented, got.status)
		assert.Contains(t, got.body, `notes server: it is not set up as it should be: there is no operation "notes.lst" (misuse_test.go:`)
	}
	require.Len(t, s.Violations(), 1)

	tb := &stoppableTB{}
	assert.False(t, reaches(func() { s.Strict(tb) }), "the first test that is told is stopped")
	assert.Equal(t, s.Violations(), tb.errors)
	tb.end()
	assert.Equal(t, http.StatusOK, do(s.HTTPClient(), http.MethodGet, s.BaseURL()).status)
}

func TestMisuse_OfAnOptionStopsNewServer(t *testing.T) {
	tb := &stoppableTB{}
	assert.False(t, reaches(func() { salesmantest.NewServer(tb, comagictest.WithMaxTTS(5)) }))
	require.Len(t, tb.errors, 1)
	assert.Regexp(t, `comagictest\.options.* \(misuse_test\.go:\d+\)$`, tb.errors[0])
	tb.end()
}

// kitServer is what the kits' servers have in common.
type kitServer interface {
	Violations() []string
	Count(operations ...string) int
	Close()
}

// TestMisuse_IsOneRuleForAllKits: a client with an option that none can have.
func TestMisuse_IsOneRuleForAllKits(t *testing.T) {
	wrong := frontdesk.WithAttemptTimeout(-1)
	for name, kit := range map[string]struct {
		open func(frontdesktest.TB) kitServer // in a test, or without one
		call func(context.Context, kitServer) error
	}{
		"helpcrunch": {
			func(tb frontdesktest.TB) kitServer {
				if tb != nil {
					return helpcrunchtest.NewServer(tb)
				}
				return helpcrunchtest.New(helpcrunchtest.WithAPIKey("k"))
			},
			func(ctx context.Context, s kitServer) error {
				_, err := s.(*helpcrunchtest.Server).Client(wrong).Customers.Get(ctx, 1)
				return err
			},
		},
		"salesman": {
			func(tb frontdesktest.TB) kitServer {
				if tb != nil {
					return salesmantest.NewServer(tb)
				}
				return salesmantest.New(salesmantest.WithAPIKey("k"))
			},
			func(ctx context.Context, s kitServer) error {
				_, err := s.(*salesmantest.Server).Client(wrong).Users.List(ctx)
				return err
			},
		},
		"liveagent": {
			func(tb frontdesktest.TB) kitServer {
				if tb != nil {
					return liveagenttest.NewServer(tb)
				}
				return liveagenttest.New(liveagenttest.WithAPIKey("k"), liveagenttest.WithLocation(nil))
			},
			func(ctx context.Context, s kitServer) error {
				_, err := s.(*liveagenttest.Server).Client(wrong).Conversations.List(ctx, nil)
				return err
			},
		},
		"comagic": {
			func(tb frontdesktest.TB) kitServer {
				if tb != nil {
					return comagictest.NewServer(tb)
				}
				return comagictest.New()
			},
			func(ctx context.Context, s kitServer) error {
				_, err := s.(*comagictest.Server).ClientFor(comagic.Login(comagictest.User, "pw"), wrong).Tags.List(ctx, nil)
				return err
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			tb := &stoppableTB{}
			srv := kit.open(tb)
			assert.False(t, reaches(func() { _ = kit.call(t.Context(), srv) }))
			require.Len(t, tb.errors, 1)
			assert.Regexp(t, ` \(misuse_test\.go:\d+\)$`, tb.errors[0])
			assert.Zero(t, srv.Count())
			tb.end()

			srv = kit.open(nil)
			defer srv.Close()
			err := kit.call(t.Context(), srv)
			require.ErrorIs(t, err, frontdesk.ErrUnsupported)
			require.ErrorContains(t, err, "not set up as it should be")
			require.Len(t, srv.Violations(), 1)
			assert.Equal(t, 1, srv.Count(), "the client does not repeat it")
		})
	}
}
