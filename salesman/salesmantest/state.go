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
	clients, deals, invoices *records
	contacts                 *fakestore.Table[int64, *contact]
	sales                    sales
}

func newState() state {
	return state{
		users: map[string]*user{
			Login:   {id: 2, login: Login, email: Login},
			Manager: {id: 3, login: Manager, chief: Login, email: Manager},
		},
		clients: newRecords(), deals: newRecords(), invoices: newRecords(),
		contacts: fakestore.New[int64, *contact](fakestore.Numbered(1)),
		sales:    newSales(),
	}
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

func (s *Server) now() time.Time { return s.config.clock().In(s.config.location).Truncate(time.Second) }
