package salesmantest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// watch looks at the state before a handler of clients, contacts, deals, leads or
// enquiries, and returns what reports the changes after it: also those that were
// stored before the script died on its answer.
func (s *Server) watch(c *call, op *contract.Operation) (report func(answer string)) {
	if op.Class == contract.Safe || s.webhooks.idle() {
		return func(string) {}
	}
	switch c.endpoint {
	case "client", "person", "deal":
		before := s.look()
		return func(string) { s.reportChanges(c, before, s.look()) }
	case "lead":
		return func(answer string) { s.reportLead(c, answer) }
	case "entry":
		before := s.entryStatuses()
		return func(string) {
			for id, status := range s.entryStatuses() {
				if before[id] != status {
					s.fire(c, salesman.WebhookEntryStatusChanged, "id", id, "status", status, "autor", c.user.id)
				}
			}
		}
	}
	return func(string) {}
}

func (s *Server) entryStatuses() map[int64]int64 {
	statuses := map[int64]int64{}
	for _, e := range s.registry.entries.All() {
		statuses[e.id] = e.status
	}
	return statuses
}

// reportLead: a lead that has an operator from the start is one that was given
// out. A lead that is changed by its id is none that is added.
func (s *Server) reportLead(c *call, answer string) {
	var reply struct {
		ID json.Number `json:"id"`
	}
	if c.action != "add" || c.number("id") != 0 || json.Unmarshal([]byte(answer), &reply) != nil || numberOf(reply.ID) == 0 {
		return
	}
	var shown struct {
		Data map[string]any `json:"data"`
	}
	one := *c
	one.params = map[string]any{"id": reply.ID.String()}
	_ = json.Unmarshal([]byte(s.handlers["lead.info"](&one)), &shown)
	id := numberOf(reply.ID)
	part := func(name string) int64 { return numberOf(shown.Data[name]) }
	if operator := part("iduser"); operator != 0 {
		s.fire(c, salesman.WebhookLeadAssigned, "id", id, "clid", part("clid"), "pid", part("pid"), "did", part("did"),
			"iduser", operator)
		return
	}
	s.fire(c, salesman.WebhookLeadAdded, "id", id, "clid", part("clid"), "pid", part("pid"), "did", part("did"),
		"iduser", s.state.users[Login].id)
}

// specification is where a view has the lines of a deal.
const specification = "speka"

// view is a table at one time: texts by their names on the wire, by id.
type view map[int64]map[string]string

// look copies what events tell of.
func (s *Server) look() map[string]view {
	seen := map[string]view{"contact": {}}
	for name, table := range map[string]*records{"client": s.state.clients, "deal": s.state.deals, "invoice": s.state.invoices} {
		seen[name] = view{}
		for _, r := range table.All() {
			texts := map[string]string{"iduser": textOf(r.ownerID)}
			if len(r.contacts) > 0 {
				texts["pid_list"] = storedIDs(r.contacts)
			}
			if len(r.lines) > 0 {
				texts[specification] = encode(r.lines)
			}
			flatten(texts, r.values)
			seen[name][r.id] = texts
		}
	}
	for _, found := range s.state.contacts.All() {
		texts := map[string]string{
			"iduser": textOf(found.ownerID), "clid": textOf(found.clientID), "loyalty": textOf(found.loyalty), "clientpath": textOf(found.source),
		}
		for _, more := range []map[string]string{found.texts, found.socials} {
			for field, text := range more {
				if text != "" {
					texts[field] = text
				}
			}
		}
		seen["contact"][found.pid] = texts
	}
	return seen
}

// flatten adds the texts that are not empty, those of nested values among them.
func flatten(texts map[string]string, values map[string]any) {
	for field, value := range values {
		if nested, ok := value.(map[string]any); ok {
			flatten(texts, nested)
		} else if text := textOf(value); text != "" {
			texts[field] = text
		}
	}
}

// changed are the fields in which two views of a record differ, with the new
// values; those that the server sets by itself do not count.
func changed(before, after map[string]string) map[string]string {
	fields := map[string]string{}
	for _, texts := range []map[string]string{before, after} {
		for name := range texts {
			if before[name] != after[name] && !slices.Contains([]string{"date_edit", "datum_izm", "did"}, name) {
				fields[name] = after[name]
			}
		}
	}
	return fields
}

func (s *Server) reportChanges(c *call, before, after map[string]view) {
	for _, kind := range []struct {
		name   string
		report func(c *call, id int64, before, after map[string]string)
	}{
		{"client", s.reportClient}, {"contact", s.reportContact}, {"deal", s.reportDeal}, {"invoice", s.reportInvoice},
	} {
		was, is := before[kind.name], after[kind.name]
		ids := maps.Clone(was)
		maps.Copy(ids, is)
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			if !maps.Equal(was[id], is[id]) {
				kind.report(c, id, was[id], is[id])
			}
		}
	}
}

func (s *Server) reportClient(c *call, id int64, before, after map[string]string) {
	by := c.user.id
	switch {
	case before == nil:
		s.fire(c, salesman.WebhookClientAdded, "clid", id, "autor", by, "user", after["iduser"])
		return
	case after == nil:
		s.fire(c, salesman.WebhookClientDeleted, "clid", id, "autor", by)
		return
	}
	fields, bank := changed(before, after), false
	byUpdate := c.endpoint == "client" && c.action == "update"
	for name := range fields {
		if strings.HasPrefix(name, "cast") {
			delete(fields, name)
			bank = true
		}
	}
	if !byUpdate { // which reports a new owner as a changed field, and nothing of bank details
		s.reportOwner(c, salesman.WebhookClientOwnerChanged, "clid", id, before, fields)
	}
	if len(fields) > 0 {
		s.fire(c, salesman.WebhookClientChanged, "clid", id, "autor", by, "user", after["iduser"], "newparam", fields)
	}
	if bank && !byUpdate {
		s.fire(c, salesman.WebhookClientBankDetailsChanged, "clid", id, "autor", by, "user", after["iduser"])
	}
}

// reportOwner takes a change of the owner out of the others.
func (s *Server) reportOwner(c *call, name salesman.WebhookEvent, idName string, id int64, before, fields map[string]string) {
	if owner, ok := fields["iduser"]; ok {
		delete(fields, "iduser")
		s.fire(c, name, idName, id, "autor", c.user.id, "olduser", before["iduser"], "newuser", owner, "comment", c.text("reason"))
	}
}

func (s *Server) reportContact(c *call, id int64, before, after map[string]string) {
	by := c.user.id
	switch {
	case before == nil:
		s.fire(c, salesman.WebhookContactAdded, "pid", id, "autor", by)
		return
	case after == nil:
		s.fire(c, salesman.WebhookContactDeleted, "pid", id, "autor", by, "user", before["iduser"])
		return
	}
	fields := changed(before, after)
	s.reportOwner(c, salesman.WebhookContactOwnerChanged, "pid", id, before, fields)
	if len(fields) > 0 {
		s.fire(c, salesman.WebhookContactChanged, "pid", id, "autor", by, "user", after["iduser"], "newparam", fields)
	}
}

func (s *Server) reportDeal(c *call, id int64, before, after map[string]string) {
	by := c.user.id
	switch {
	case before == nil:
		fields := maps.Clone(after)
		delete(fields, specification)
		s.fire(c, salesman.WebhookDealAdded, "did", id, "autor", by, "userUID", s.uidOf(after["iduser"]), "newparam", fields)
		return
	case after == nil:
		s.fire(c, salesman.WebhookDealDeleted, "did", id, "autor", by)
		return
	case before["close"] != "yes" && after["close"] == "yes":
		s.fire(c, salesman.WebhookDealClosed, "did", id, "autor", by, "summa", after["kol_fact"], "status", after["status_close"])
		return
	}
	fields := changed(before, after)
	s.reportOwner(c, salesman.WebhookDealOwnerChanged, "did", id, before, fields)
	if step, ok := fields["step"]; ok {
		delete(fields, "step")
		s.fire(c, salesman.WebhookDealStageChanged, "did", id, "autor", by, "stepOld", numberOf(before["step"]), "stepNew", numberOf(step),
			"reason", orNull(c.text("description")), "comment", orNull(c.text("description")))
	}
	var comment any
	if _, ok := fields[specification]; ok {
		delete(fields, specification)
		comment = "Изменена спецификация"
	}
	if len(fields) > 0 || comment != nil {
		s.fire(c, salesman.WebhookDealChanged, "did", id, "autor", by, "newparam", fields, "comment", comment)
	}
}

// uidOf is the id of a user in another system; nil for none.
func (s *Server) uidOf(userID string) any {
	for _, u := range s.state.users {
		if textOf(u.id) == userID {
			return orNull(u.uid)
		}
	}
	return nil
}

// reportInvoice: an express payment is an invoice that is added, and the invoice
// for what is still to be paid belongs to the payment.
func (s *Server) reportInvoice(c *call, id int64, before, after map[string]string) {
	switch {
	case after == nil:
	case before == nil && c.action != "invoice.do":
		s.fire(c, salesman.WebhookInvoiceAdded, "did", after["did"], "autor", c.user.id, "user", after["iduser"], "userUID", s.uidOf(after["iduser"]),
			"id", id, "summa", after["summa"], "invoice", after["invoice"])
	case before != nil && before["do"] != after["do"]:
		s.fire(c, salesman.WebhookInvoicePaid, "id", id, "did", after["did"], "autor", c.user.id, "userUID", s.uidOf(after["iduser"]),
			"invoice", after["invoice"], "summa", after["summa"], "summaNew", figure(before["summa"])-figure(after["summa"]))
	}
}
