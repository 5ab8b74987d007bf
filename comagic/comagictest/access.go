package comagictest

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// Credential is a user of the account besides [User], with the name and password of
// a session, a permanent key, or both.
type Credential struct {
	Login, Password string
	Token           string
	// Forbidden are the operations to which the user has no right, such as
	// "get.calls_report".
	Forbidden []string
	// Agent marks a user of an agent, who must say for which of
	// get.customer_users a call is made, wherever a method takes a user_id.
	Agent bool
	// CustomerUsers are the ids of the rows of get.customer_users that belong to this
	// agent: no other agent sees them or may call for them, nor see the customers of
	// whom they are. Rows that no agent claims are every agent's.
	CustomerUsers []int64
}

// access is who may call what.
type access struct {
	users    []*Credential
	denied   map[string]string // mnemonics, by operation
	disabled map[string]bool   // components
	host     comagic.Host      // "": all hosts are served
}

func newAccess() access {
	return access{
		users:  []*Credential{{Login: User, Password: Password, Token: Token}},
		denied: map[string]string{}, disabled: map[string]bool{},
	}
}

// AddCredential lets another user in. An unknown operation is misuse (see
// [frontdesktest]), and so is a user with neither a key nor a login with a password.
func (s *Server) AddCredential(added Credential) {
	if added.Token == "" && (added.Login == "" || added.Password == "") {
		s.Misuse("a credential needs a token, or a login and a password")
		return
	}
	if !s.knows(added.Forbidden...) {
		return
	}
	added.Forbidden = slices.Clone(added.Forbidden)
	added.CustomerUsers = slices.Clone(added.CustomerUsers)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.access.users = append(s.access.users, &added)
}

// Deny makes calls of an operation fail with an error of the vendor, such as
// "forbidden" or "method_component_disabled", for every user, until Allow. It is
// misuse if the vendor has no such operation or no such mnemonic.
func (s *Server) Deny(operation, mnemonic string) {
	if !s.knows(operation) {
		return
	}
	if _, ok := knownErrors()[mnemonic]; !ok {
		s.Misuse("the vendor documents no error %q", mnemonic)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.access.denied[operation] = mnemonic
}

// Allow takes a Deny back. An unknown operation is misuse.
func (s *Server) Allow(operation string) {
	if !s.knows(operation) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.access.denied, operation)
}

// DisableComponent takes a component away from the account, named as in the vendor's
// documentation ("va", "Call API call management"): the methods that need it fail
// with method_component_disabled, those of the Call API with component_disabled. It
// is misuse if no method needs a component of that name.
func (s *Server) DisableComponent(name string) {
	if !s.needs(name) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.access.disabled[name] = true
}

// EnableComponent takes a DisableComponent back. The name is that of one, too.
func (s *Server) EnableComponent(name string) {
	if !s.needs(name) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.access.disabled, name)
}

// OnlyHost says where the account lives: keys, logins and sessions are unknown to a
// request for the other host. That the vendor says auth_error and
// access_token_invalid there is inferred. Addresses that are none of the vendor's,
// such as BaseURL, stay served: clients of [Server.Client] and [Server.ClientFor] call
// that and do not notice. One that calls the vendor's hosts is made by
//
//	comagic.New(comagic.AccessToken(comagictest.Token), comagic.WithHost(comagic.HostUIS),
//		frontdesk.WithHTTPClient(srv.HTTPClient()))
func (s *Server) OnlyHost(host comagic.Host) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.access.host = host
}

// knows reports whether the vendor has all the operations. If not, that is misuse.
func (s *Server) knows(operations ...string) bool {
	for _, operation := range operations {
		if s.inventory.Operation(operation) == nil {
			s.Misuse("there is no operation %q", operation)
			return false
		}
	}
	return true
}

// needs reports whether a method needs the component. If none does, that is misuse.
func (s *Server) needs(component string) bool {
	for _, need := range components() {
		if slices.Contains(need.all, component) || slices.Contains(need.any, component) {
			return true
		}
	}
	s.Misuse("no method needs a component %q", component)
	return false
}

// user finds who a key or a login belongs to; nil for nobody.
func (a *access) user(fits func(*Credential) bool) *Credential {
	for _, u := range a.users {
		if fits(u) {
			return u
		}
	}
	return nil
}

// elsewhere reports whether a request is for the host where the account does not
// live.
func (a *access) elsewhere(host string) bool {
	for _, other := range []comagic.Host{comagic.HostComagic, comagic.HostUIS} {
		if a.host != "" && other != a.host && strings.HasSuffix(host, "."+string(other)) {
			return true
		}
	}
	return false
}

// refuses judges whether the caller may call the method.
func (a *access) refuses(c *call) *failure {
	if mnemonic := a.denied[c.op.ID]; mnemonic != "" {
		return &failure{mnemonic: mnemonic, params: messageParams(c.op, mnemonic)}
	}
	need := components()[c.op.ID]
	lacks := func(name string) bool { return a.disabled[name] }
	missing := slices.DeleteFunc(slices.Clone(need.all), func(name string) bool { return !lacks(name) })
	if len(need.any) > 0 && !slices.ContainsFunc(need.any, func(name string) bool { return !lacks(name) }) {
		missing = append(missing, need.any...)
	}
	if len(missing) > 0 {
		if c.callAPI() {
			return &failure{mnemonic: "component_disabled", params: map[string]any{"component_name": missing[0]}}
		}
		return &failure{mnemonic: "method_component_disabled", params: map[string]any{"components": strings.Join(missing, ", ")}}
	}
	if slices.Contains(c.owner.Forbidden, c.op.ID) {
		return &failure{mnemonic: "forbidden"}
	}
	if c.owner.Agent && c.op.Param("user_id") != nil {
		switch id := c.params["user_id"]; {
		case id == nil:
			return &failure{mnemonic: "required_parameter_missed", field: "user_id"}
		case c.server.table("get.customer_users").find("id", id) < 0 || c.foreign(id):
			return &failure{mnemonic: "forbidden"}
		}
	}
	return nil
}

// foreign reports whether a row of get.customer_users belongs to other agents only.
func (c *call) foreign(id any) bool {
	claims := func(u *Credential) bool {
		return slices.ContainsFunc(u.CustomerUsers, func(own int64) bool { return equal(id, numberOf(own)) })
	}
	return !claims(c.owner) && slices.ContainsFunc(c.server.access.users, claims)
}

// own leaves out what belongs to the customers of other agents.
func (c *call) own(rows []row) []row {
	if !c.owner.Agent {
		return rows
	}
	switch c.op.ID {
	case "get.customer_users":
		return slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return c.foreign(r["id"]) })
	case "get.customers":
		users := c.server.table("get.customer_users").rows
		return slices.DeleteFunc(slices.Clone(rows), func(customer row) bool {
			of := func(u row) bool { return u["customer_id"] != nil && equal(u["customer_id"], customer["id"]) }
			return slices.ContainsFunc(users, of) &&
				!slices.ContainsFunc(users, func(u row) bool { return of(u) && !c.foreign(u["id"]) })
		})
	}
	return rows
}

// need are the components of a method: all of the first, one of the second.
type need struct{ all, any []string }

// messageParams are the values that the text of an error names.
func messageParams(op *contract.Operation, mnemonic string) map[string]any {
	n := components()[op.ID]
	names := append(slices.Clone(n.all), n.any...)
	if len(names) == 0 {
		names = []string{"example"}
	}
	params := map[string]any{}
	for name, value := range map[string]any{
		"ip": "192.0.2.1", "components": strings.Join(names, ", "), "component_name": names[0],
		"limit_type": "minute", "limit_max_value": pointsAMinute, "error_message": "example error",
	} {
		if strings.Contains(errorOf(op, mnemonic).message, "{"+name+"}") {
			params[name] = value
		}
	}
	if len(params) == 0 {
		return nil
	}
	return params
}

// components are the needs of all methods, from the vendor's pages. A test says that
// the embedded files can be read.
var components = sync.OnceValue(func() map[string]need {
	needs, _ := readComponents()
	return needs
})

func readComponents() (map[string]need, error) {
	needs := map[string]need{}
	groups := map[string]bool{}
	for _, op := range contract.Load(contract.CoMagic).Operations {
		if strings.HasPrefix(op.ID, callPrefix) || groups[op.Group] {
			continue
		}
		groups[op.Group] = true
		var file struct {
			Operations []struct {
				Method string   `json:"rpc_method"`
				All    []string `json:"components"`
				Any    []string `json:"components_any_of"`
			} `json:"operations"`
		}
		if err := readFile("data_api/"+op.Group+".json", &file); err != nil {
			return nil, err
		}
		for _, o := range file.Operations {
			needs[o.Method] = need{o.All, o.Any}
		}
	}
	var calls struct {
		Components map[string][]string `json:"components"`
	}
	if err := readFile("call_api.json", &calls); err != nil {
		return nil, err
	}
	for name, methods := range calls.Components {
		for _, method := range methods {
			needs[callPrefix+method] = need{all: []string{name}}
		}
	}
	return needs, nil
}

// readFile reads an embedded file of the inventory.
func readFile(name string, into any) error {
	data, err := contract.File(contract.CoMagic, name)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}
