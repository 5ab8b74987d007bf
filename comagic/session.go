package comagic

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

const (
	// sessionLife is how long a session key lives by the documentation.
	sessionLife = time.Hour
	// sessionMargin is how long before its end a session is renewed.
	sessionMargin = 5 * time.Minute
	// refusedPause is how long a refused login is not tried again, so that many
	// goroutines do not lock the user out.
	refusedPause = 30 * time.Second
	// logoutTimeout bounds the log-out of Close.
	logoutTimeout = 10 * time.Second
)

// session is a login of our own on one of the two APIs. The transport asks it for
// a credential, one goroutine at a time.
type session struct {
	client          *base
	api             *api
	user            *user
	opening, ending *operation // of the API

	mu      sync.Mutex
	token   string // the last one obtained
	refused *frontdesk.Error
	until   time.Time // refused stands until then
}

// openSession returns what obtains the sessions of an API, whose operations begin with
// prefix, and what ends the last one.
func openSession(c *base, a *api, u *user, prefix string) (obtain transport.Source, logout func()) {
	s := &session{
		client: c, api: a, user: u,
		opening: sessionMethod(prefix, "login.user"), ending: sessionMethod(prefix, "logout.user"),
	}
	s.opening.unsigned = true
	return s.obtain, s.logout
}

func sessionMethod(prefix, name string) *operation {
	path := dataAPI
	if prefix != "" {
		path = callAPI
	}
	return &operation{Operation: transport.Operation{
		ID: prefix + name, Method: http.MethodPost, Path: path, Class: frontdesk.ClassIdempotent, Cost: 1,
	}}
}

// obtain logs in; it is the transport's Source.
func (s *session) obtain(ctx context.Context) (transport.Credential, error) {
	if err := s.recentRefusal(); err != nil {
		return transport.Credential{}, err
	}
	result, err := s.login(ctx)
	if err != nil {
		s.noteRefusal(err)
		return transport.Credential{}, err
	}
	s.mu.Lock()
	s.token = result.AccessToken
	s.mu.Unlock()
	return transport.Credential{Value: result.AccessToken, Expires: result.renewAt(time.Now())}, nil
}

// sessionReply is what login.user of either API returns.
type sessionReply struct {
	AccessToken string               `json:"access_token"`
	ExpireAt    frontdesk.Opt[int64] `json:"expire_at,omitzero"`
	// Expire is another spelling of ExpireAt in the vendor's documentation.
	Expire frontdesk.Opt[int64] `json:"expire,omitzero"`
}

// renewAt is when to log in again. A server clock that differs from ours must not
// make each call log in: an end that is no future within the hour is not believed.
func (r *sessionReply) renewAt(now time.Time) time.Time {
	life := time.Unix(r.ExpireAt.Or(r.Expire.Or(0)), 0).Sub(now)
	if life <= 0 || life > sessionLife {
		life = sessionLife
	}
	return now.Add(life - min(sessionMargin, life/10))
}

func (s *session) login(ctx context.Context) (*sessionReply, error) {
	params := struct {
		Login    string `json:"login"`
		Password string `json:"password"`
	}{s.user.login, s.user.password}
	data := new(sessionReply)
	req, err := s.client.request(s.opening, &params, 0)
	if err != nil {
		return nil, err
	}
	into, read := replyFor(s.opening, data)
	req.Out = into
	if err := s.api.core.Do(ctx, req, undumped(nil)); err != nil {
		return nil, err
	}
	s.api.core.Observe(read.meta().states)
	return data, nil
}

// undumped keeps a login's exchange, which shows the new key before anybody could
// know it for a secret, out of WithDump.
func undumped(set *settings.Settings) *settings.Settings {
	if set == nil {
		set = settings.New(vendor, settings.Call)
	}
	set.Dump, set.DumpSet = nil, true
	return set
}

func (s *session) recentRefusal() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused == nil || !time.Now().Before(s.until) {
		return nil
	}
	return s.refused
}

func (s *session) noteRefusal(err error) {
	if refused, ok := errors.AsType[*frontdesk.Error](err); ok && refused.Kind == frontdesk.KindAuth {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.refused, s.until = refused, time.Now().Add(refusedPause)
	}
}

// logout ends the session, if there is one and it is ours, also one that a login in
// flight is about to bring. A failure is of no
// consequence: the key ends by itself within the hour.
func (s *session) logout() {
	ctx, cancel := context.WithTimeout(context.Background(), logoutTimeout)
	defer cancel()
	current, alive := s.api.core.EndSession(ctx)
	s.mu.Lock()
	own := alive && current == s.token
	s.mu.Unlock()
	if !own {
		return
	}
	req, err := s.client.request(s.ending, nil, 0)
	if err != nil {
		return
	}
	// Signed here: the transport would log in again for a session that just ended.
	body, err := wire.AppendRPC(nil, s.client.ids.Add(1), s.ending.rpc(), nil, current)
	if err != nil {
		return
	}
	req.Body, req.Unsigned = body, true
	req.Out, _ = replyFor(s.ending, new(nothing))
	_ = s.api.core.Do(ctx, req, nil)
}

// secrets are what must not be shown of a login made by the caller.
func (p *LoginParams) secrets() []string { return []string{p.Password} }

func (p *CallLoginParams) secrets() []string { return []string{p.Password} }
