package salesmantest

import (
	"slices"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/fakestore"
)

// state is what the server remembers.
type state struct {
	users map[string]*user
	// Clients, deals and their papers.
	clients, deals, invoices, acts, documents *records
	contacts                                  *fakestore.Table[int64, *contact]
}

// user is a user of the CRM.
type user struct {
	id    int64
	login string
	chief string
}

func newState() state {
	return state{
		users: map[string]*user{
			Login:   {id: 2, login: Login},
			Manager: {id: 3, login: Manager, chief: Login},
		},
		clients: newRecords(), deals: newRecords(), invoices: newRecords(), acts: newRecords(), documents: newRecords(),
		contacts: fakestore.New[int64, *contact](fakestore.Numbered(1)),
	}
}

// AddUser adds a user and returns its id. chief is the login of the user who
// sees what belongs to this one; "" for none.
func (s *Server) AddUser(login, chief string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := int64(len(s.state.users) + 2)
	s.state.users[login] = &user{id: id, login: login, chief: chief}
	return id
}

// AddClient adds a client of [Login] and returns its id.
func (s *Server) AddClient(title string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return addRecord(s.state.clients, s.state.users[Login].id, map[string]any{
		"title": title, "type": "client", "date_create": s.stamp(s.now()),
	}).id
}

// sees reports whether what belongs to the user of that id is shown to u.
func (s *Server) sees(u *user, ownerID int64) bool {
	for _, owner := range s.state.users {
		if owner.id != ownerID {
			continue
		}
		for seen := []string{}; owner != nil && !slices.Contains(seen, owner.login); owner = s.state.users[owner.chief] {
			if owner == u {
				return true
			}
			seen = append(seen, owner.login)
		}
	}
	return false
}

func (s *Server) loginOf(userID int64) string {
	for login, u := range s.state.users {
		if u.id == userID {
			return login
		}
	}
	return ""
}

func (s *Server) now() time.Time { return time.Now().In(s.config.location).Truncate(time.Second) }
