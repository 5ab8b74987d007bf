package comagic

import (
	"errors"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// Auth says how a client authenticates: [AccessToken] or [Login].
type Auth struct {
	token string
	user  *user // of Login
}

// user is who logs in.
type user struct {
	login, password string
	// open begins the sessions of an API. Login alone refers to it, so that programs
	// with a token do not hold sessions.
	open func(c *base, a *api, u *user, prefix string) (obtain transport.Source, logout func())
}

// AccessToken authenticates with an API key of the web cabinet, permanent or with
// an end date.
func AccessToken(token string) Auth { return Auth{token: token} }

// Login authenticates with the name and password of a user: the client logs in
// before its first call, renews the session before its hour ends, and logs out on
// Close. A session that ends early is renewed once and the call repeated.
func Login(login, password string) Auth {
	return Auth{user: &user{login: login, password: password, open: openSession}}
}

// String names the kind of credential and shows nothing of it.
func (a Auth) String() string {
	if a.isLogin() {
		return "comagic.Login(…)"
	}
	return "comagic.AccessToken(…)"
}

// GoString is String: %#v must not show the credential either.
func (a Auth) GoString() string { return a.String() }

// isLogin reports whether a session is wanted.
func (a Auth) isLogin() bool {
	return a.user != nil && (a.user.login != "" || a.user.password != "")
}

func (a Auth) check() error {
	if !a.isLogin() {
		return nil // the transport checks the token
	}
	if a.user.login == "" {
		return &transport.ArgumentError{Field: "login", Reason: "is empty"}
	}
	if err := transport.CheckCredential(a.user.password); err != nil {
		if argument, ok := errors.AsType[*transport.ArgumentError](err); ok {
			return &transport.ArgumentError{Field: "password", Reason: argument.Reason}
		}
		return err
	}
	return nil
}

// Host is where an account lives. Credentials of one host are not valid on the
// other.
type Host string

// The hosts.
const (
	// HostComagic is comagic.ru, the default.
	HostComagic Host = "comagic.ru"
	// HostUIS is uiscom.ru.
	HostUIS Host = "uiscom.ru"
)

func (h Host) dataURL() string { return "https://dataapi." + string(h) }
func (h Host) callURL() string { return "https://callapi." + string(h) }

// WithHost says where the account lives; the default is [HostComagic]. Clients
// only. [frontdesk.WithBaseURL] stands in its place: the Data API is then expected
// below its address at /v2.0, the Call API at /v4.0. [New] refuses both together.
func WithHost(host Host) frontdesk.Option {
	return func(s *settings.Settings) {
		if !s.ForVendor(vendor, "comagic.WithHost") || !s.ForClient("comagic.WithHost") {
			return
		}
		if host != HostComagic && host != HostUIS {
			s.Fail(fmt.Errorf("comagic.WithHost: unknown host %q; use frontdesk.WithBaseURL for other addresses", host))
			return
		}
		settings.Put(s, host)
	}
}

// userID is the customer's user for whom an agent calls.
type userID int64

// WithUserID makes an agent's calls on behalf of a user of a customer (see
// get.customer_users). For a client it is sent with every method that takes a
// user_id; for a call of a method that takes none it is refused.
func WithUserID(id int64) frontdesk.Option {
	return func(s *settings.Settings) {
		if !s.ForVendor(vendor, "comagic.WithUserID") {
			return
		}
		if id <= 0 {
			s.Fail(fmt.Errorf("comagic.WithUserID: %d is not a positive id", id))
			return
		}
		settings.Put(s, userID(id))
	}
}
