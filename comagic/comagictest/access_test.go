package comagictest_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// Each documented error can be served by each method that documents it, with the
// code that its page gives, and becomes its kind.
func TestError_EveryDocumentedErrorOfEveryMethod(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	inv := contract.Load(contract.CoMagic)
	type pair struct{ code, mnemonic string }
	served := map[pair]bool{}
	for _, op := range inv.Operations {
		if op.RPCMethod == "login.user" {
			continue
		}
		first := map[string]string{}
		for _, e := range op.Errors {
			if first[e.Mnemonic] == "" {
				first[e.Mnemonic] = e.Code
			}
		}
		for _, e := range op.Errors {
			if served[pair{e.Code, e.Mnemonic}] || first[e.Mnemonic] != e.Code {
				continue
			}
			served[pair{e.Code, e.Mnemonic}] = true
			srv.Fail(comagictest.Error(e.Mnemonic).On(op.ID))
			c := srv.Client(frontdesk.NoRetry()) // another client's limits do not wait for the reset
			err := c.Call(t.Context(), op.ID, values(op.Params, 1), nil)
			failure, ok := errors.AsType[*frontdesk.Error](err)
			require.True(t, ok, "%s %s: %v", op.ID, e.Mnemonic, err)
			assert.Equal(t, e.Mnemonic, string(failure.Code), op.ID)
			assert.Equal(t, e.Kind, string(failure.Kind), "%s %s", op.ID, e.Mnemonic)
			assert.Equal(t, 200, failure.HTTPStatus)
			assert.NotContains(t, failure.Message, "{", "the text names its values")
			assert.Contains(t, string(failure.Body), `"code":`+e.Code)
		}
	}
	assert.Equal(t, 56, len(served), "pairs of code and mnemonic")
}

// misuses sets servers up wrongly; each must be told in these words, and change
// nothing.
func misuses(t *testing.T, wrong map[string]func(*comagictest.Server)) {
	t.Helper()
	for want, set := range wrong {
		srv := comagictest.New()
		assert.NotPanics(t, func() { set(srv) }, want)
		require.Len(t, srv.Violations(), 1, want)
		assert.Contains(t, srv.Violations()[0], want)
		assert.Contains(t, srv.Violations()[0], "_test.go:")
		_, err := srv.Client().Tags.List(t.Context(), nil)
		require.ErrorIs(t, err, frontdesk.ErrUnsupported)
		require.ErrorContains(t, err, want)
		assert.Empty(t, srv.Rows("get.tags"))
		assert.Empty(t, srv.Rows("get.sites"))
		srv.Close()
	}
}

func TestMisuse_OfWhatTheVendorDoesNotHave(t *testing.T) {
	misuses(t, map[string]func(*comagictest.Server){
		`the vendor documents no error "typo"`:    func(s *comagictest.Server) { s.Fail(comagictest.Error("typo")) },
		`the vendor documents no error "tipo"`:    func(s *comagictest.Server) { s.Deny("get.tags", "tipo") },
		`there is no operation "get.typo"`:        func(s *comagictest.Server) { s.Deny("get.typo", "forbidden") },
		`there is no operation "get.tipo"`:        func(s *comagictest.Server) { s.Allow("get.tipo") },
		`there is no operation "get.nothing"`:     func(s *comagictest.Server) { s.Clear("get.nothing") },
		`no method needs a component "typo"`:      func(s *comagictest.Server) { s.DisableComponent("typo") },
		`no method needs a component "tipo"`:      func(s *comagictest.Server) { s.EnableComponent("tipo") },
		"a credential needs a token, or a login ": func(s *comagictest.Server) { s.AddCredential(comagictest.Credential{Login: "only"}) },
		`there is no operation "typo"`: func(s *comagictest.Server) {
			s.AddCredential(comagictest.Credential{Token: "test-token", Forbidden: []string{"typo"}})
		},
	})
}

func TestMisuse_OfRows(t *testing.T) {
	misuses(t, map[string]func(*comagictest.Server){
		"create.tags is no list":                              func(s *comagictest.Server) { s.Put("create.tags", comagic.Tag{}) },
		"get.tags: string is no row":                          func(s *comagictest.Server) { s.Put("get.tags", comagic.Tag{ID: 1}, "text") },
		"comagic.Tag is a row of get.tags, not of get.sites":  func(s *comagictest.Server) { s.Put("get.sites", comagic.Tag{}) },
		"no get method returns comagic.IDResult":              func(s *comagictest.Server) { comagictest.Add(s, comagic.IDResult{}) },
		"get.tags shows no object":                            func(s *comagictest.Server) { s.PutObject("get.tags", comagic.Tag{}) },
		"getobj.visitor: int is no row":                       func(s *comagictest.Server) { s.PutObject("getobj.visitor", 5) },
		"get.tags: ":                                          func(s *comagictest.Server) { s.Put("get.tags", map[string]any{"name": make(chan int)}) },
		"comagic.Site is a row of get.sites, not of get.tags": func(s *comagictest.Server) { s.Put("get.tags", comagic.Site{}) },
	})
}

func TestOtherError_IsOneThatTheVendorDoesNotDocument(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.Fail(comagictest.OtherError(-32010, "new_mnemonic"))
	_, err := srv.Client(frontdesk.NoRetry()).Tags.List(t.Context(), nil)
	assert.Equal(t, "new_mnemonic", string(codeOf(t, err)))
}

func TestCredential_EachHasItsOwnRights(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.AddCredential(comagictest.Credential{
		Login: "clerk", Password: "test-clerk-password", Token: "test-clerk-token", Forbidden: []string{"get.calls_report", "create.tags"},
	})
	for _, auth := range []comagic.Auth{comagic.AccessToken("test-clerk-token"), comagic.Login("clerk", "test-clerk-password")} {
		c := srv.ClientFor(auth)
		_, err := c.Tags.List(t.Context(), nil)
		require.NoError(t, err)
		_, err = c.Tags.Create(t.Context(), &comagic.CreateTagsParams{Name: "VIP"})
		assert.ErrorIs(t, err, frontdesk.ErrForbidden)
		assert.Equal(t, comagic.CodeForbidden, codeOf(t, err))
		require.NoError(t, c.Close())
	}
	_, err := srv.Client().Tags.Create(t.Context(), &comagic.CreateTagsParams{Name: "VIP"})
	assert.NoError(t, err, "the default user may")
}

func TestCredential_AnAgentSaysForWhom(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.AddCredential(comagictest.Credential{Token: "test-agent-token", Agent: true})
	comagictest.Add(srv, comagic.CustomerUser{ID: 42, Name: "Customer"})
	agent := comagic.AccessToken("test-agent-token")
	_, err := srv.ClientFor(agent).Tags.List(t.Context(), nil)
	assert.Equal(t, comagic.CodeRequiredParameterMissed, codeOf(t, err))
	_, err = srv.ClientFor(agent, comagic.WithUserID(43)).Tags.List(t.Context(), nil)
	assert.Equal(t, comagic.CodeForbidden, codeOf(t, err))
	_, err = srv.ClientFor(agent, comagic.WithUserID(42)).Tags.List(t.Context(), nil)
	assert.NoError(t, err)
}

func TestDisableComponent_TheMethodsThatNeedIt(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.Client()
	srv.DisableComponent("Data API configuration")
	_, err := c.Tags.List(t.Context(), nil)
	assert.Equal(t, comagic.CodeMethodComponentDisabled, codeOf(t, err))
	assert.Contains(t, err.Error(), "Data API configuration")
	_, err = c.Account.List(t.Context())
	assert.NoError(t, err, "needs no component")
	srv.EnableComponent("Data API configuration")
	_, err = c.Tags.List(t.Context(), nil)
	assert.NoError(t, err)
	srv.DisableComponent("Call API call management")
	_, err = c.Calls.List(t.Context(), nil)
	assert.Equal(t, "component_disabled", string(codeOf(t, err)))
	assert.ErrorIs(t, err, frontdesk.ErrForbidden)
}

func TestOnlyHost_AKeyOfTheOtherHostIsUnknown(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	srv.OnlyHost(comagic.HostUIS)
	for host, want := range map[comagic.Host]error{comagic.HostComagic: frontdesk.ErrAuth, comagic.HostUIS: nil} {
		for _, auth := range []comagic.Auth{
			comagic.AccessToken(comagictest.Token), comagic.Login(comagictest.User, comagictest.Password),
		} {
			c, err := comagic.New(auth, comagic.WithHost(host), frontdesk.WithHTTPClient(srv.HTTPClient()))
			require.NoError(t, err)
			_, err = c.Tags.List(t.Context(), nil)
			assert.ErrorIs(t, err, want)
		}
	}
}

// The points of a minute and a day are counted down, refused when they are used up,
// and there again after the reset; each API has its own.
func TestLimits_CountDownAndComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t, comagictest.WithQuota(3, time.Minute), comagictest.WithQuota(5, 24*time.Hour))
		list := func() (comagic.Metadata, error) {
			var meta comagic.Metadata
			_, err := srv.Client(frontdesk.NoRetry()).Tags.List(t.Context(), nil, comagic.WithMetadata(&meta))
			return meta, err
		}
		for i := range 3 {
			meta, err := list()
			require.NoError(t, err)
			assert.Contains(t, string(meta.Raw), `"minute_remaining":`+string(rune('2'-i)))
			assert.Contains(t, string(meta.Raw), `"day_remaining":`+string(rune('4'-i)))
			time.Sleep(time.Second)
		}
		_, err := list()
		assert.ErrorIs(t, err, frontdesk.ErrRateLimited)
		e, _ := errors.AsType[*frontdesk.Error](err)
		assert.InDelta(t, 61, e.RetryAfter.Seconds(), 3, "57 s, one for the rounding, and up to a tenth")
		_, err = srv.Client().Calls.List(t.Context(), nil)
		require.NoError(t, err, "the Call API has points of its own")
		time.Sleep(57 * time.Second)
		for range 2 {
			_, err = list()
			require.NoError(t, err, "a new minute")
		}
		_, err = list()
		assert.ErrorIs(t, err, frontdesk.ErrQuotaExhausted)
		time.Sleep(24 * time.Hour)
		meta, err := list()
		require.NoError(t, err, "a new day")
		assert.Contains(t, string(meta.Raw), `"day_remaining":4`)
	})
}

func TestSessions_LiveForAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := comagictest.NewServer(t)
		c := srv.Client()
		session, err := c.Authentication.Login(t.Context(), &comagic.LoginParams{Login: comagictest.User, Password: comagictest.Password})
		require.NoError(t, err)
		assert.Equal(t, time.Now().Add(time.Hour).Unix(), session.ExpireAt)
		token := srv.ClientFor(comagic.AccessToken(session.AccessToken))
		time.Sleep(time.Hour - time.Second)
		_, err = token.Tags.List(t.Context(), nil)
		require.NoError(t, err)
		_, err = token.Calls.List(t.Context(), nil)
		assert.Equal(t, comagic.CodeAccessTokenInvalid, codeOf(t, err), "a session of the other API")
		time.Sleep(time.Second)
		_, err = token.Tags.List(t.Context(), nil)
		assert.Equal(t, comagic.CodeAccessTokenInvalid, codeOf(t, err))
		assert.Zero(t, srv.Sessions())
	})
}
