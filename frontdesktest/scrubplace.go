package frontdesktest

import "strings"

// place is what surrounds a value.
type place struct {
	custom bool // fields that the account's owner thought up
	fault  bool // an error reply, or a part of one that has the vendor's words
	config bool // records of the account's settings, whose names are nobody's
	id     bool // what tells a record from others
}

// within is the place of what stands in a member of an object at this place.
func (at place) within(name string) place {
	plain := plainName(name)
	return place{
		custom: at.custom || containers[plain],
		fault:  at.fault && faults[plain],
		config: isConfig(plain) || at.config && (wrappers[plain] || isDigits(plain)),
		id:     isID(name) || at.id && carriers[plain],
	}
}

// holding is this place for the value of a field in it.
func (at place) holding(name string) place {
	at.id = isID(name)
	return at
}

// configWords end the names of what an account's owner sets up: its records have
// names, but are nobody.
var configWords = strings.Fields(`department departments departmentsonlinestate departmentsonlinestates tag tags
	tagname group groups category categories categorie status statuses column columns position positions stage stages
	step steps funnel funnels source sources site sites campaign campaigns scenario scenarios scenariooperations
	groupemployees groupcontacts siteblock siteblocks schedule schedules segment segments metric metrics role roles template templates application applications widget
	widgets dimension dimensions operators`)

// wrappers are members that hold the records that a request asks for, in the
// replies of the four vendors. Members that are numbers do so as well.
var wrappers = nameSet("response data result items params current next prev")

// configNames are the members of such a record that hold its name.
var configNames = nameSet("name names displayname title")

func isConfig(plain string) bool {
	for _, word := range configWords {
		if strings.HasSuffix(plain, word) {
			return true
		}
	}
	return false
}

// configActions of SalesMan CRM list settings, besides those that isConfig knows.
var configActions = nameSet(`deal/steplist deal/direction deal/type deal/statusclose task/tips history/tips
	document/tips guides/territory guides/relations guides/clientpath price/fields price/categorylist currency/list
	currency/info`)

// asksForConfig reports whether a request is about records of an account's
// settings themselves, and whether the reply to it is: GET /departments, get.tags,
// {"action": "steplist"}. Elsewhere the member that holds such a record tells.
func (s *scrubber) asksForConfig(r *RecordedRequest, b *body) (request, reply bool) {
	path := resources(s.visible(r.Path))
	action := r.Query.Get("action") + b.form.Get("action")
	method := ""
	if b.json != nil {
		action += b.json.textOf("action")
		method = b.json.textOf("method")
	}
	action, method = s.visible(action), s.visible(method)
	switch {
	case method != "":
		_, object, _ := strings.Cut(method, ".")
		reply = isConfig(plainName(object))
	case len(path) == 0:
	case action != "":
		reply = isConfig(plainName(action)) || configActions[plainName(path[0])+"/"+plainName(action)]
	case len(path) > 2:
		// What is sent to /customers/7/tags is a tag, and what comes back may be
		// the customer.
		last, _ := withoutFormat(path[len(path)-1])
		return isConfig(plainName(last)), false
	default:
		resource, _ := withoutFormat(path[0])
		reply = isConfig(plainName(resource))
	}
	return reply, reply
}

// resources are the elements of a path behind that of the API and its version.
func resources(path string) []string {
	elements := strings.Split(strings.Trim(path, "/"), "/")
	start := 0
	for i, element := range elements {
		if version, ok := strings.CutPrefix(element, "v"); element == "api" || ok && isDigits(strings.ReplaceAll(version, ".", "")) {
			start = i + 1
		}
	}
	return elements[start:]
}

// visible is a name as it will stand in the recording, which must be judged alike
// when it is read again.
func (s *scrubber) visible(name string) string { return s.secrets.String(name) }

// nameOfConfig reports whether a member of a record holds the name of something
// that is nobody. siblings are the names of all members.
func (s *scrubber) nameOfConfig(name string, at place, siblings []string) bool {
	return at.config && !at.custom && configNames[plainName(name)] && !s.aboutSomebody(siblings)
}

// aboutSomebody reports whether an object with members of these names describes a
// person.
func (s *scrubber) aboutSomebody(members []string) bool {
	for _, name := range members {
		plain := plainName(name)
		if configNames[plain] {
			continue
		}
		switch s.rules.kind(name) {
		case FieldEmail, FieldName, FieldAddress, FieldIP, FieldNumber, FieldDate:
			return true
		}
	}
	return false
}

// faults are members of an error reply that say what went wrong, or hold what
// does.
var faults = nameSet(`error errors response exception`)

// faultWords are members of these whose words are the vendor's, and by which
// clients tell one failure from another.
var faultWords = nameSet(`message messages text errormessage debugmessage`)

// vendorsWords reports whether a text stays as it is: it is the message of a
// failure, and no member of the object makes it look like a record.
func (s *scrubber) vendorsWords(name string, at place, siblings []string) bool {
	if !at.fault || at.custom || !faultWords[plainName(name)] {
		return false
	}
	for _, sibling := range siblings {
		plain := plainName(sibling)
		if plain == "id" || s.rules.kind(sibling) == FieldText && !faultWords[plain] {
			return false
		}
	}
	return !s.aboutSomebody(siblings)
}

// markFaults finds the error envelopes that come with HTTP status 200.
func (s *scrubber) markFaults(b *body) {
	if b.json != nil {
		s.markTree(b.json)
	}
	for _, p := range b.xml {
		e := p.element
		if e.parent == nil && s.visible(e.name) == "response" {
			e.fault = s.says(e.texts["status"], "ERROR") && e.has("errormessage")
		}
	}
}

func (s *scrubber) markTree(root *node) {
	for _, item := range root.items {
		s.markReply(item) // a batch, or the items of an add.list
	}
	s.markReply(root)
}

func (s *scrubber) markReply(n *node) {
	if n.kind != objectNode {
		return
	}
	if response := n.member("response"); response != nil && s.visible("response") == "response" {
		response.fault = s.says(response.textOf("status"), "ERROR") && response.member("errormessage") != nil
	}
	fault := n.member("error")
	switch {
	case fault == nil || s.visible("error") != "error":
	case n.member("jsonrpc") != nil && s.visible("jsonrpc") == "jsonrpc":
		fault.fault = fault.kind == objectNode
	case s.markSalesMan(fault):
		n.fault = strings.HasPrefix(s.visible(n.textOf("result")), "Error")
	}
}

// says reports whether a text is the given word, and will still be.
func (s *scrubber) says(text, word string) bool { return text == word && s.visible(text) == word }

// markSalesMan marks {"code": 403, "text": "…"}, alone, in a list, or in a
// member error.
func (s *scrubber) markSalesMan(n *node) bool {
	found := false
	for _, item := range n.items {
		found = s.markSalesMan(item) || found
	}
	if inner := n.member("error"); inner != nil {
		return s.markSalesMan(inner)
	}
	code, text := n.member("code"), n.member("text")
	if len(n.members) == 2 && code != nil && text != nil && code.kind != objectNode && text.kind == stringNode {
		n.fault = s.visible("code") == "code"
		return n.fault
	}
	return found
}

func (n *node) names() []string {
	names := make([]string, len(n.members))
	for i, m := range n.members {
		names[i] = m.name
	}
	return names
}

// textOf returns the text of a member, "" if it is none.
func (n *node) textOf(name string) string {
	if m := n.member(name); m != nil && m.kind == stringNode {
		return m.text
	}
	return ""
}
