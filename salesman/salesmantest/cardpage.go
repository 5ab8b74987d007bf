package salesmantest

import (
	"fmt"
	"net/http"
	"strings"
)

// cardPath is the page that opens the card of whoever has a number. It is for
// browsers in which someone is logged in, which the kit takes for granted: for
// [Login].
const cardPath = "/card.client.php"

// serveCard answers the page as a browser would see it: with the address of the
// card of a client who is known or, where that is asked for, stored now; with a
// page of buttons otherwise.
func (s *Server) serveCard(w http.ResponseWriter, r *http.Request) bool {
	if !strings.HasSuffix(r.URL.Path, cardPath) {
		return false
	}
	query := r.URL.Query()
	phone := query.Get("phone")
	clientID := s.clientByPhone(phone, query.Get("uid"))
	if clientID == 0 && phone != "" && query.Get("add") == "yes" {
		clientID = s.addCaller(phone, query.Get("uid"), query.Get("person") == "yes")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if clientID == 0 {
		_, _ = fmt.Fprintf(w, "<html><body>%s</body></html>\n", escaped(phone))
		return true
	}
	w.Header().Set("Location", fmt.Sprintf("/card.client?clid=%d", clientID))
	w.WriteHeader(http.StatusFound)
	return true
}

func (s *Server) clientByPhone(phone, uid string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, clientID, _ := s.byPhone(digits(phone))
	for _, found := range s.state.clients.All() {
		if clientID == 0 && uid != "" && found.text("uid") == uid {
			clientID = found.id
		}
	}
	return clientID
}

// addCaller stores a client named after the id, with a contact or without.
func (s *Server) addCaller(phone, uid string, withContact bool) int64 {
	clientID := s.AddClientRecord(ClientRecord{Phone: phone, UID: uid})
	s.mu.Lock()
	if added, ok := s.state.clients.Get(clientID); ok {
		added.values["title"] = fmt.Sprintf("Новый клиент #%d", clientID)
	}
	s.mu.Unlock()
	if withContact {
		contactID := s.AddContact(Contact{Phone: phone, ClientID: clientID})
		s.mu.Lock()
		if added, ok := s.state.contacts.Get(contactID); ok {
			added.texts["person"] = fmt.Sprintf("Новый контакт #%d", contactID)
		}
		s.mu.Unlock()
	}
	return clientID
}
