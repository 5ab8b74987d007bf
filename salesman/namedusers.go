package salesman

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// opLoginLookup asks for one user by login or id.
var opLoginLookup = &transport.Operation{
	ID: "user.user", Method: http.MethodPost, Path: "/user", Class: frontdesk.ClassSafe,
}

// namedUser is a user whom params name, by the id or the login. The id wins, as it
// does on the server.
type namedUser struct {
	field string // where the params name the user
	id    int64
	login string
}

// owner returns the user whom the owner params at a place name.
func owner(at string, id int64, login string) namedUser {
	if id > 0 {
		return namedUser{field: at + "iduser", id: id}
	}
	return namedUser{field: at + "user", login: login}
}

// requireUser makes sure that there is an active user of that name, to whom op
// shall give a record: the server takes any other and stores a record that nobody
// sees. It asks nothing where no user is named, or the client's own.
func (c *Client) requireUser(ctx context.Context, op *transport.Operation, named namedUser, opts []frontdesk.Option) error {
	if c.surelyActive(named) {
		return nil
	}
	_, err := c.lookUpUser(ctx, op, named, opts)
	return err
}

// surelyActive reports whether there is nothing to look up.
func (c *Client) surelyActive(named namedUser) bool {
	return named.id == 0 && (named.login == "" || named.login == c.login)
}

// loginsOf is requireUser for a list, with one call for each different user. It
// returns the logins in order, "" where no user is named.
func (c *Client) loginsOf(ctx context.Context, op *transport.Operation, users []namedUser, opts []frontdesk.Option) ([]string, error) {
	logins := make([]string, len(users))
	for i, named := range users {
		if logins[i] = named.login; c.surelyActive(named) {
			continue
		}
		if j := slices.IndexFunc(users[:i], func(u namedUser) bool { return u.id == named.id && u.login == named.login }); j >= 0 {
			logins[i] = logins[j]
			continue
		}
		var err error
		if logins[i], err = c.lookUpUser(ctx, op, named, opts); err != nil {
			return nil, err
		}
		if logins[i] == "" {
			return nil, c.core.InvalidArgument(op, named.field, "the user %d has no login, by which lists name users", named.id)
		}
	}
	return logins, nil
}

// lookUpUser returns the login of an active user. A reply that does not say whether
// the user is active is taken for yes.
func (c *Client) lookUpUser(ctx context.Context, op *transport.Operation, named namedUser, opts []frontdesk.Option) (login string, err error) {
	if err := c.checkUser(op, named.field, named.login); err != nil {
		return "", err
	}
	type user struct {
		ID     int64           `json:"iduser"`
		Login  string          `json:"login"`
		Active json.RawMessage `json:"active"`
	}
	found, err := readData[user](ctx, c, request{op: opLoginLookup, params: UserGetParams{ID: named.id, Login: named.login}}, opts)
	if err == nil && found.ID == 0 {
		err = c.absent(opLoginLookup)
	}
	if e, ok := errors.AsType[*frontdesk.Error](err); ok && e.Kind == frontdesk.KindNotFound {
		e.Field = named.field
	}
	if err != nil {
		return "", err
	}
	switch active := strings.ToLower(wire.Text(found.Active)); {
	case active == "no" || active == "0" || string(found.Active) == "false":
		return "", c.core.InvalidArgument(op, named.field, "the user is not active")
	case named.id == 0:
		return named.login, nil
	}
	return found.Login, nil
}
