package comagic_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

func login() comagic.Auth { return comagic.Login(comagictest.User, comagictest.Password) }

func TestSession_OneLoginServesAllGoroutines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t, comagictest.WithLatency(50*time.Millisecond))
		c := srv.ClientFor(login())
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				_, err := c.Account.List(t.Context())
				assert.NoError(t, err)
			})
		}
		group.Wait()
		assert.Equal(t, 1, srv.Count("login.user"))
		assert.Equal(t, 20, srv.Count("get.account"))
		require.NoError(t, c.Close())
		require.NoError(t, c.Close())
		assert.Equal(t, 1, srv.Count("logout.user"))
		assert.Zero(t, srv.Sessions())
		_, err := c.Account.List(t.Context())
		assert.ErrorIs(t, err, frontdesk.ErrCanceled)
	})
}

// A session that a login in flight brings would live on for an hour.
func TestSession_CloseWaitsForTheLoginInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t, comagictest.WithLatency(time.Second))
		c := srv.ClientFor(login())
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				if _, err := c.Account.List(t.Context()); err != nil {
					assert.ErrorIs(t, err, frontdesk.ErrCanceled) // else it was in time
				}
			})
		}
		time.Sleep(time.Second / 2)
		require.NoError(t, c.Close())
		group.Wait()
		assert.Equal(t, 1, srv.Count("login.user"))
		assert.Equal(t, 1, srv.Count("logout.user"))
		assert.Zero(t, srv.Sessions())
	})
}

func TestNew_ALoginDoesNotGoWithWithCredential(t *testing.T) {
	rotating := frontdesk.WithCredential(func(context.Context) (string, error) { return "a-good-key", nil })
	_, err := comagic.New(login(), rotating)
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	c, err := comagic.New(comagic.Auth{}, rotating)
	require.NoError(t, err)
	require.NoError(t, c.Close())
}

// A limiter of the caller's counts something else than the day: that it is over, the
// server says once.
func TestLimits_AUsedUpDayIsRememberedWithALimiterToo(t *testing.T) {
	for name, limiter := range map[string]frontdesk.Option{
		"a limiter":     frontdesk.WithLimiter(rate.NewLimiter(rate.Inf, 1)),
		"a window":      frontdesk.WithWindow(100, time.Minute),
		"a long window": frontdesk.WithLimiter(frontdesk.NewWindow(100, 24*time.Hour)),
	} {
		synctest.Test(t, func(t *testing.T) {
			srv := comagictest.NewServer(t, comagictest.WithQuota(3, 24*time.Hour))
			c := srv.Client(limiter)
			for range 3 {
				_, err := c.Account.List(t.Context())
				require.NoError(t, err)
			}
			for range 5 {
				_, err := c.Account.List(t.Context())
				require.ErrorIs(t, err, frontdesk.ErrQuotaExhausted, name)
				assert.Positive(t, asError(t, err).RetryAfter, name)
			}
			assert.Equal(t, 4, srv.Count(), "%s: one refusal is enough", name)
			time.Sleep(25 * time.Hour)
			_, err := c.Account.List(t.Context())
			assert.NoError(t, err, name)
		})
	}
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		c := srv.Client(frontdesk.WithLimiter(frontdesk.NewWindow(1, 24*time.Hour)))
		_, err := c.Account.List(t.Context())
		require.NoError(t, err)
		_, err = c.Account.List(t.Context())
		assert.ErrorIs(t, err, frontdesk.ErrQuotaExhausted, "our own window of a day")
		assert.Equal(t, 1, srv.Count())
	})
}

func TestSession_IsRenewedBeforeItsHourEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		c := srv.ClientFor(login())
		defer c.Close()
		for range 12 { // two hours
			_, err := c.Account.List(t.Context())
			require.NoError(t, err)
			time.Sleep(10 * time.Minute)
		}
		assert.Equal(t, 2, srv.Count("login.user"))
		assert.Equal(t, 12, srv.Count("get.account"), "no call met an expired session")
	})
}

func TestSession_ThatEndsEarlyIsRenewedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		c := srv.ClientFor(login())
		defer c.Close()
		created, err := c.Tags.Create(t.Context(), &comagic.CreateTagsParams{Name: "a"})
		require.NoError(t, err)
		srv.ExpireSessions()
		require.NoError(t, c.Tags.Delete(t.Context(), &comagic.DeleteTagsParams{ID: created.ID}))
		assert.Equal(t, 2, srv.Count("login.user"))
		assert.Equal(t, 2, srv.Count("delete.tags"))

		srv.Fail(comagictest.Error("access_token_invalid").On("get.account").Always())
		_, err = c.Account.List(t.Context())
		assertCode(t, err, comagic.CodeAccessTokenInvalid, frontdesk.ErrAuth)
		assert.Equal(t, 2, srv.Count("get.account"), "one replay, no more")
	})
}

func TestSession_ARefusedLoginIsNotHammered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		c := srv.ClientFor(comagic.Login(comagictest.User, "wrong-password"))
		defer c.Close()
		for range 5 {
			_, err := c.Account.List(t.Context())
			assertCode(t, err, comagic.CodeAuthError, frontdesk.ErrAuth)
			assert.Contains(t, err.Error(), "comagic.WithHost", "it says what a wrong host looks like")
			assert.NotContains(t, err.Error(), "wrong-password")
		}
		assert.Equal(t, 1, srv.Count("login.user"))
		time.Sleep(time.Minute)
		_, err := c.Account.List(t.Context())
		assert.Error(t, err)
		assert.Equal(t, 2, srv.Count("login.user"))
	})
}

func TestSession_TheCallAPIHasItsOwn(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	c := srv.ClientFor(login())
	_, err := c.Account.List(t.Context())
	require.NoError(t, err)
	require.NoError(t, c.Call(t.Context(), "call_api.list.calls", nil, nil))
	assert.Equal(t, 1, srv.Count("login.user"))
	assert.Equal(t, 1, srv.Count("call_api.login.user"))
	require.NoError(t, c.Close())
	assert.Zero(t, srv.Sessions())
}

func TestSession_NothingShowsItsSecrets(t *testing.T) {
	srv := comagictest.NewServer(t)
	var dump bytes.Buffer
	c := srv.ClientFor(login(), frontdesk.WithDump(&dump))
	var response frontdesk.Response
	result, err := c.Authentication.Login(t.Context(), &comagic.LoginParams{Login: comagictest.User, Password: comagictest.Password})
	require.NoError(t, err)
	_, err = c.Account.List(t.Context(), frontdesk.WithResponse(&response))
	require.NoError(t, err)
	require.NoError(t, c.Authentication.Logout(t.Context()))
	require.NoError(t, c.Close())
	for _, secret := range []string{comagictest.Password, result.AccessToken, "test-session-2"} {
		assert.NotContains(t, dump.String(), secret)
		assert.NotContains(t, string(response.Body), secret)
	}
	assert.Contains(t, dump.String(), "get.account")
}

func TestToken_AWrongOneIsNotReplayed(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.ClientFor(comagic.AccessToken("test-wrong-token"))
	_, err := c.Account.List(t.Context())
	assertCode(t, err, comagic.CodeAccessTokenInvalid, frontdesk.ErrAuth)
	assert.Equal(t, 1, srv.Count())
}

func TestLimits_AMinuteIsWaitedOutAndADayIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t, comagictest.WithQuota(5, time.Minute))
		c := srv.Client()
		began := time.Now()
		for range 12 {
			_, err := c.Account.List(t.Context())
			require.NoError(t, err)
		}
		waited := time.Since(began)
		assert.GreaterOrEqual(t, waited, 2*time.Minute)
		assert.Less(t, waited, 3*time.Minute)
		assert.Zero(t, srv.Stats().Refused, "the metadata was heeded")
		for _, l := range c.Limits() {
			if l.Name == "minute" {
				assert.Equal(t, 5, l.Limit)
			}
		}
	})
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t, comagictest.WithQuota(3, 24*time.Hour))
		c := srv.Client()
		for range 3 {
			_, err := c.Account.List(t.Context())
			require.NoError(t, err)
		}
		_, err := c.Account.List(t.Context())
		assert.ErrorIs(t, err, frontdesk.ErrQuotaExhausted)
		assert.Equal(t, 3, srv.Count())
	})
}

func TestLimits_ARefusalSaysHowLongToWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, test := range []struct {
			window time.Duration
			kind   error
		}{{time.Minute, frontdesk.ErrRateLimited}, {24 * time.Hour, frontdesk.ErrQuotaExhausted}} {
			srv := comagictest.NewServer(t, comagictest.WithQuota(1, test.window))
			_, err := srv.Client().Account.List(t.Context())
			require.NoError(t, err)
			time.Sleep(10 * time.Second)
			_, err = srv.Client(frontdesk.NoRetry()).Account.List(t.Context())
			assertCode(t, err, comagic.CodeLimitExceeded, test.kind)
			e, _ := errors.AsType[*frontdesk.Error](err)
			reset := test.window - 9*time.Second // rounded up
			assert.GreaterOrEqual(t, e.RetryAfter, reset)
			assert.LessOrEqual(t, e.RetryAfter, reset+reset/10)
		}
		srv := comagictest.NewServer(t, comagictest.WithQuota(1, time.Minute))
		_, err := srv.Client().Account.List(t.Context())
		require.NoError(t, err)
		var response frontdesk.Response
		_, err = srv.Client().Account.List(t.Context(), frontdesk.WithResponse(&response))
		require.NoError(t, err, "another client of the key waits after the refusal")
		assert.Equal(t, 1, response.Refusals)
	})
}

func TestErrors_EveryMnemonicReachesItsCode(t *testing.T) {
	inv := documentedErrors(t)
	for _, e := range inv {
		srv := comagictest.New()
		srv.Fail(comagictest.Error(e.mnemonic).Always())
		err := srv.Client(frontdesk.NoRetry()).Tags.Delete(context.Background(), &comagic.DeleteTagsParams{ID: 1})
		failure, ok := errors.AsType[*frontdesk.Error](err)
		require.True(t, ok)
		assert.Equal(t, e.mnemonic, string(failure.Code))
		assert.Equal(t, e.kind, string(failure.Kind), e.mnemonic)
		srv.Close()
	}
	assert.Greater(t, len(inv), 40)
}

func TestDenied_AComponentThatIsMissingIsForbidden(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.Deny("get.tags", "method_component_disabled")
	c := srv.Client()
	for _, err := range c.Tags.All(context.Background(), nil) {
		assertCode(t, err, comagic.CodeMethodComponentDisabled, frontdesk.ErrForbidden)
	}
	assert.Equal(t, 1, srv.Count())
	srv.Allow("get.tags")
	_, err := c.Tags.List(context.Background(), nil)
	assert.NoError(t, err)
}

func TestPeriod_ACallByNamePastTheVendorsLimitIsTheVendorsError(t *testing.T) {
	srv := comagictest.NewServer(t)
	err := srv.Client().Call(context.Background(), "get.calls_report", period(200), nil)
	assertCode(t, err, comagic.CodeDateIntervalLimitReached, frontdesk.ErrValidation)
	assert.True(t, strings.Contains(err.Error(), "3 months"))
}
