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

func (c *call) login() {
	if c.params["login"] != User || c.params["password"] != Password {
		c.fail(failure{mnemonic: "auth_error"})
		return
	}
	s := c.server
	s.issued++
	token := fmt.Sprintf("test-session-%d", s.issued)
	expires := time.Now().Add(sessionLife)
	s.sessions[token] = session{expires, c.callAPI()}
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

// authenticate checks the key of a request.
func (c *call) authenticate() *failure {
	token, _ := c.params["access_token"].(string)
	if token == Token {
		return nil
	}
	session, ok := c.server.sessions[token]
	if !ok || session.callAPI != c.callAPI() || !time.Now().Before(session.expires) {
		return &failure{mnemonic: "access_token_invalid"}
	}
	return nil
}
