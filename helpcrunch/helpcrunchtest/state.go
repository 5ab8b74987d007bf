package helpcrunchtest

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/fakestore"
)

// The records that are there from the start, unless [WithoutSeed] is given. They
// are the vendor's own examples, made to agree with each other.
const (
	// SeedCustomerID is Cindy Mindy.
	SeedCustomerID = 8737843
	// SeedChatID is an open chat of hers of July 2020 with five messages, nobody's yet.
	SeedChatID = 5215261
	// SeedAgentID is Mr. Bean, who wrote in it.
	SeedAgentID = 4188
	// SeedDepartmentID is the department Support.
	SeedDepartmentID = 233046
	// SeedApplicationID is the widget that the chat belongs to.
	SeedApplicationID = 3838
)

// firstID is the first id that the server makes, of each kind of record.
const firstID = 9000001

// state is what the server remembers. Records refer to each other by id: what
// they show of each other is looked up when they are written.
type state struct {
	clock        func() time.Time
	customers    *fakestore.Table[int64, record]
	chats        *fakestore.Table[int64, record]
	messages     *fakestore.Table[int64, record]
	events       *fakestore.Table[int64, record]
	agents       *fakestore.Table[int64, record]
	departments  *fakestore.Table[int64, record]
	applications *fakestore.Table[int64, record]
	organization record
	unsubscribed map[int64]bool    // agents, from the vendor's newsletters
	colors       map[string]string // of the account's tags, by name
}

func newState(clock func() time.Time) *state {
	table := func() *fakestore.Table[int64, record] {
		return fakestore.New[int64, record](fakestore.Numbered(firstID))
	}
	return &state{
		clock:     clock,
		customers: table(), chats: table(), messages: table(), events: table(),
		agents: table(), departments: table(), applications: table(),
		organization: record{"id": number(542335), "domain": "example", "teamOnline": true, "chatEnabled": true},
		unsubscribed: map[int64]bool{},
		colors:       map[string]string{},
	}
}

func (s *Server) routes() map[string]func(*call) reply {
	return map[string]func(*call) reply{
		"customers.list":              s.listCustomers,
		"customers.get":               s.getCustomer,
		"customers.create":            s.createCustomer,
		"customers.update":            s.updateCustomer,
		"customers.replace":           s.replaceCustomer,
		"customers.batch_update":      s.batchUpdateCustomers,
		"customers.search":            s.searchCustomers,
		"customers.tag":               s.tagCustomer,
		"customers.untag":             s.untagCustomer,
		"customers.delete":            s.deleteCustomer,
		"events.create":               s.createEvent,
		"chats.list":                  s.listChats,
		"chats.get":                   s.getChat,
		"chats.search":                s.searchChats,
		"chats.create":                s.createChat,
		"chats.snooze":                s.snoozeChat,
		"chats.update_status":         s.updateChatStatus,
		"chats.update_assignee":       s.updateChatAssignee,
		"chats.update_department":     s.updateChatDepartment,
		"chats.rate":                  s.rateChat,
		"chats.mark_read_by_agent":    s.markReadByAgent,
		"chats.mark_read_by_customer": s.markReadByCustomer,
		"chats.mark_read":             s.markReadByAgent,
		"chats.total":                 s.countChats,
		"messages.list":               s.listMessages,
		"messages.create":             s.createMessage,
		"agents.list":                 s.listAgents,
		"agents.unsubscribe":          s.unsubscribeAgent,
		"departments.list":            s.listDepartments,
		"applications.list":           s.listApplications,
		"organization.get":            s.getOrganization,
	}
}

// seed adds the vendor's examples.
func (s *Server) seed() {
	st := s.state
	if rec, ok := exampleTree("customers.get.200.json").(map[string]any); ok {
		st.putCustomer(SeedCustomerID, rec)
	}
	for _, agent := range exampleRows("agents.list.200.json") {
		st.agents.Put(idOf(agent), agent)
	}
	for _, department := range exampleRows("departments.list.200.json") {
		st.putDepartment(idOf(department), department)
	}
	for _, application := range exampleRows("applications.list.200.inferred.json") {
		st.applications.Put(idOf(application), application)
	}
	messages := exampleRows("messages.list.200.json")
	slices.SortFunc(messages, func(a, b record) int { return cmp.Compare(idOf(a), idOf(b)) })
	st.putChat(SeedChatID, record{
		"status": "opened", "createdAt": json.Number("1593887537"), "createdWith": "customer_message",
		"customer": reference(SeedCustomerID), "applicationId": number(SeedApplicationID),
	})
	for _, message := range messages {
		if message["type"] != "message" {
			// A slip of the page: the text stands in the type.
			message["type"], message["text"] = "message", message["type"]
		}
		st.putMessage(idOf(message), message)
	}
}

func exampleTree(file string) any {
	tree, err := parse(contract.ExampleFile(contract.HelpCrunch, file))
	if err != nil {
		return nil
	}
	return tree
}

// exampleRows are the records of an example of a list.
func exampleRows(file string) []record {
	tree, _ := exampleTree(file).(map[string]any)
	return records(tree["data"])
}

// records are the objects of a JSON list.
func records(list any) []record {
	items, _ := list.([]any)
	var recs []record
	for _, item := range items {
		if rec, ok := item.(map[string]any); ok {
			recs = append(recs, rec)
		}
	}
	return recs
}

// number is an id as it stands in a record.
func number(id int64) json.Number { return json.Number(strconv.FormatInt(id, 10)) }

// intOf reads an id; 0 if there is none.
func intOf(v any) int64 {
	n, _ := v.(json.Number)
	id, _ := n.Int64()
	return id
}

func idOf(rec record) int64 { return intOf(rec["id"]) }

// reference stands in a record for another one.
func reference(id int64) record { return record{"id": number(id)} }

// referred is the id of the record that a member stands for; 0 for none.
func referred(member any) int64 {
	rec, _ := member.(map[string]any)
	return idOf(rec)
}

// now is the time in whole seconds, as most records have it.
func (st *state) now() json.Number { return number(st.clock().Unix()) }

// nowInMillis is the time as messages have it.
func (st *state) nowInMillis() string { return decimalMillis(st.clock()) }

func decimalMillis(t time.Time) string {
	return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64)
}

// only returns the named members of a record, null for those that it lacks.
func only(rec record, names ...string) record {
	part := record{}
	for _, name := range names {
		part[name] = rec[name]
	}
	return part
}

// with returns a copy of the record with other values for some members.
func with(rec, changes record) record {
	changed := maps.Clone(rec)
	maps.Copy(changed, changes)
	return changed
}

// all reads a table as values of package helpcrunch.
func all[T any](rows []record) []T {
	var list []T
	for _, rec := range rows {
		list = append(list, fromRecord[T](rec))
	}
	return list
}
