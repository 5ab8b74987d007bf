package proof_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

func isBudget(err error) bool { return errors.Is(err, frontdesk.ErrRetryBudget) }

func login() comagic.Auth { return comagic.Login(comagictest.User, comagictest.Password) }

func TestSession_OneLoginFor64Goroutines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t, comagictest.WithLatency(50*time.Millisecond))
		c := srv.ClientFor(login())
		defer c.Close()
		burst := func() {
			var group sync.WaitGroup
			for range 64 {
				group.Go(func() {
					_, err := c.Tags.List(t.Context(), nil)
					assert.NoError(t, err)
				})
			}
			group.Wait()
		}
		burst()
		assert.Equal(t, 1, srv.Count("login.user"))
		assert.Equal(t, 64, srv.Count("get.tags"))

		// All of them meet the end of the session, and one renews it for all.
		srv.ExpireSessions()
		srv.ResetRequests()
		burst()
		assert.Equal(t, 1, srv.Count("login.user"))
		assert.LessOrEqual(t, srv.Count("get.tags"), 128)
		assert.Zero(t, srv.Stats().OpenBodies)
	})
}

func TestSession_TheReplayHasTheCallsAttempts(t *testing.T) {
	expired := func() frontdesktest.Fault { return comagictest.Error("access_token_invalid").On("get.tags") }
	fault := func() frontdesktest.Fault { return frontdesktest.Status(502).On("get.tags") }
	for name, test := range map[string]struct {
		faults []frontdesktest.Fault
		sent   int
		kind   error
	}{
		"one replay":              {[]frontdesktest.Fault{expired()}, 2, nil},
		"a second end is final":   {[]frontdesktest.Fault{expired(), expired()}, 2, frontdesk.ErrAuth},
		"faults before and after": {[]frontdesktest.Fault{fault(), expired(), fault()}, 4, nil},
		"three faults are final":  {[]frontdesktest.Fault{fault(), expired(), fault(), fault()}, 4, frontdesk.ErrUnavailable},
		"ends around a fault":     {[]frontdesktest.Fault{expired(), fault(), expired()}, 3, frontdesk.ErrAuth},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := comagictest.NewServer(t)
				c := srv.ClientFor(login())
				defer c.Close()
				srv.Fail(test.faults...)
				_, err := c.Tags.List(t.Context(), nil)
				if test.kind == nil {
					require.NoError(t, err)
				} else {
					assert.ErrorIs(t, err, test.kind)
					assert.Equal(t, test.sent, failure(t, err).Attempts)
				}
				assert.Equal(t, test.sent, srv.Count("get.tags"))
				assert.Equal(t, 2, srv.Count("login.user"), "one login and one refresh")
			})
		})
	}
}

// An unsafe call that an ended session refused has not happened.
func TestSession_AnUnsafeCallIsReplayedAndDoneOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		c := srv.ClientFor(login())
		defer c.Close()
		_, err := c.Tags.List(t.Context(), nil)
		require.NoError(t, err)
		srv.ExpireSessions()
		_, err = c.Tags.Create(t.Context(), &comagic.CreateTagsParams{Name: "VIP"})
		require.NoError(t, err)
		page, err := c.Tags.List(t.Context(), nil)
		require.NoError(t, err)
		assert.Len(t, page.Items, 1)
	})
}

// A refresh that fails must say so, and not as the call's own failure to
// authenticate again and again.
func TestSession_ALoginThatFailsIsRepeatedAsAnyCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		c := srv.ClientFor(login())
		defer c.Close()
		srv.Fail(frontdesktest.Status(502).On("login.user").Times(2))
		_, err := c.Tags.List(t.Context(), nil)
		require.NoError(t, err)
		assert.Equal(t, 3, srv.Count("login.user"))
	})
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		c := srv.ClientFor(login())
		defer c.Close()
		srv.Fail(frontdesktest.Status(502).On("login.user").Always())
		_, err := c.Tags.List(t.Context(), nil)
		e := failure(t, err)
		assert.Equal(t, frontdesk.KindUnavailable, e.Kind)
		assert.Equal(t, "login.user", e.Operation)
		assert.Equal(t, 3, srv.Count(), "the login's attempts, and none for the call")
	})
}

func TestSession_AWaiterForTheLoginLeavesWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		c := srv.ClientFor(login())
		defer c.Close()
		srv.Fail(frontdesktest.Hang().On("login.user"))
		first := make(chan error, 1)
		go func() {
			_, err := c.Tags.List(t.Context(), nil)
			first <- err
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := c.Tags.List(ctx, nil)
		assert.ErrorIs(t, err, frontdesk.ErrTimeout)
		assert.Equal(t, time.Second, time.Since(start))
		assert.NoError(t, <-first, "the login is repeated after its attempt timed out")
	})
}

// The day's quota is used up: whoever comes next is not even sent.
func TestLimits_CoMagicsDayIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, c := coMagic.start(t)
		srv.Fail(limitExceeded("day", 7000))
		start := time.Now()
		for n := range 3 {
			e := failure(t, c.calls[safe](t.Context()))
			assert.Equal(t, frontdesk.KindQuotaExhausted, e.Kind, "call %d", n)
			assert.InDelta(t, 7000, e.RetryAfter.Seconds(), 2)
			assert.Equal(t, frontdesk.SentNo, e.Sent)
		}
		assert.Zero(t, time.Since(start))
		assert.Equal(t, 1, srv.Count())
		time.Sleep(7001 * time.Second)
		assert.NoError(t, c.calls[safe](t.Context()))
	})
}

// A key that rotates is asked for once, and once more when the server refuses it.
func TestSession_ARotatingKeyIsAskedForOnceAfterARefusal(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		synctest.Test(t, func(t *testing.T) {
			srv := s.serve(t, 0, frontdesktest.WithLatency(10*time.Millisecond))
			keys := []string{"an-old-key", s.key}
			asked := 0
			c := s.connect(t, srv, frontdesk.WithCredential(func(context.Context) (string, error) {
				asked++
				return keys[min(asked, len(keys))-1], nil
			}))
			var group sync.WaitGroup
			for range 20 {
				group.Go(func() { assert.NoError(t, c.calls[safe](t.Context())) })
			}
			group.Wait()
			assert.Equal(t, 2, asked)
			require.NoError(t, c.calls[unsafe](t.Context()))
			assert.Equal(t, 2, asked)
			assert.LessOrEqual(t, srv.Count(), 41)

			// A key that stays wrong is asked for once a call, and repeated once.
			srv = s.serve(t, 0)
			asked = 0
			c = s.connect(t, srv, frontdesk.WithCredential(func(context.Context) (string, error) { asked++; return "a-wrong-key", nil }))
			e := failure(t, c.calls[safe](t.Context()))
			assert.Equal(t, frontdesk.KindAuth, e.Kind)
			assert.Equal(t, 2, srv.Count())
			assert.Equal(t, 2, asked)
		})
	})
}
