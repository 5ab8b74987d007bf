package comagictest

import (
	"fmt"
	"strings"
	"time"
)

// sessionLife is how long a session key lives.
const sessionLife = time.Hour

// session is an open session of one of the APIs.
type session struct {
	owner   *Credential
	expires time.Time
	callAPI bool
}

// ExpireSessions ends all sessions at once, as if their hour were over.
func (s *Server) ExpireSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.sessions)
}

// Sessions returns how many sessions are open.
func (s *Server) Sessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	open := 0
	for _, session := range s.sessions {
		if time.Now().Before(session.expires) {
			open++
		}
	}
	return open
}

func (c *call) callAPI() bool { return strings.HasPrefix(c.op.ID, callPrefix) }

var sessionMethods = map[string]func(*call){
	"login.user": (*call).login, callPrefix + "login.user": (*call).login,
	"logout.user": (*call).logout, callPrefix + "logout.user": (*call).logout,
}

// login opens a session, which lives for an hour.
func (c *call) login() {
	s := c.server
	owner := s.access.user(func(u *Credential) bool {
		return u.Login != "" && c.params["login"] == u.Login && c.params["password"] == u.Password
	})
	if owner == nil || s.access.elsewhere(c.r.Host) {
		c.fail(failure{mnemonic: "auth_error"})
		return
	}
	c.owner = owner
	if f := s.access.refuses(c); f != nil {
		c.fail(*f)
		return
	}
	s.issued++
	token := fmt.Sprintf("test-session-%d", s.issued)
	expires := time.Now().Add(sessionLife)
	s.sessions[token] = session{owner, expires, c.callAPI()}
	data := map[string]any{"access_token": token, "expire_at": expires.Unix()}
	if !c.callAPI() {
		data["app_id"] = 1
	}
	c.succeed(data)
}

func (c *call) logout() {
	token, _ := c.params["access_token"].(string)
	delete(c.server.sessions, token)
	if c.callAPI() {
		c.succeed(map[string]any{"success": true})
		return
	}
	c.succeed(map[string]any{})
}

// authenticate checks the key of a request and finds its owner.
func (c *call) authenticate() *failure {
	s := c.server
	token, _ := c.params["access_token"].(string)
	if s.access.elsewhere(c.r.Host) {
		return &failure{mnemonic: "access_token_invalid"}
	}
	c.owner = s.access.user(func(u *Credential) bool { return token != "" && u.Token == token })
	if c.owner != nil {
		return nil
	}
	session, ok := s.sessions[token]
	if !ok || session.callAPI != c.callAPI() || !time.Now().Before(session.expires) {
		return &failure{mnemonic: "access_token_invalid"}
	}
	c.owner = session.owner
	return nil
}
